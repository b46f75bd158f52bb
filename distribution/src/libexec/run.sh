# Sourced by the scripts in bin/ and compat/. Sets home, finds Java 25, starts the program named in $program.
# $self is the path of the script, free of symbolic links. $main is set for programs without a container.
# The script is replaced by Java (exec): signals and the process id belong to the program.

# -P: above a folder that is reached through a symbolic link is what is above that folder.
home=$(CDPATH= cd -P -- "${self%/*}/.." && pwd -P)

# Words from the environment that would make the virtual machine print to standard error.
unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS

# Prints nothing; true if $1 is the directory of a Java 25, whose exact version is then in $java_build.
is_java_25() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  is_25=1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25'[.\"]*) is_25=0 ;;
      'JAVA_RUNTIME_VERSION='*) java_build=${line#*=} ;;
    esac
  done < "$1/release"
  return $is_25
}

find_java() {
  for candidate in "${MONEYROCKET_JAVA_HOME:-}" "$home/runtime" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /usr/java/*25* /opt/*25* /opt/java/*25* /opt/java/openjdk \
    "${HOME:-}"/.sdkman/candidates/java/25* "${HOME:-}"/.jdks/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    if is_java_25 "$candidate"; then
      java=$candidate/bin/java
      return 0
    fi
  done
  java=$(command -v java) || return 1
  java_build=$("$java" -version 2>&1)
  java_build=${java_build%%"
"*}
  case $java_build in
    *'version "25'[.\"]*) return 0 ;;
  esac
  return 1
}

if ! find_java; then
  echo "Error: Java 25 is needed: set JAVA_HOME to one, or put it on PATH." >&2
  exit 1
fi

# True unless memory may never be both writable and executable, which every Java needs to be fast: no Java starts then.
may_make_code() {
  # Perl, where there is one, asks the system; a service where that gives no answer is worth a trial.
  if command -v perl >/dev/null; then
    LC_ALL=C perl -e '
      open(SELF, "<", "/proc/self/exe") or exit(78);
      read(SELF, my $head, 20) == 20 or exit(78);
      my %prctl = (62 => 157, 183 => 167, 243 => 167, 21 => 171, 22 => 172); # by machine, as ELF counts them
      my $number = $prctl{unpack(ord(substr($head, 5)) == 1 ? "x18v" : "x18n", $head)} or exit(78);
      my $bits = syscall($number, 66, 0, 0, 0, 0);
      exit($bits < 0 ? 78 : $bits & 1 ? 77 : 0)'
    case $? in
      0) return 0 ;;
      77) return 1 ;;
    esac
  fi
  [ "${SYSTEMD_EXEC_PID:-}" != $$ ] || case $("$java" -Xint -XX:+UseSerialGC -Xmx16m -version 2>&1) in
    *executable*) return 1 ;;
  esac
}

if ! may_make_code; then
  echo "Error: Java cannot run where memory may not be writable and executable: take MemoryDenyWriteExecute out of the service's unit (systemctl edit, MemoryDenyWriteExecute=no)." >&2
  exit 1
fi

# File names may hold any character, whatever the locale says. The language of the window is passed separately.
MONEYROCKET_LANG=${MONEYROCKET_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}
LC_ALL=C.UTF-8
export MONEYROCKET_LANG LC_ALL

# A class path cannot name a folder with a ':' in it. There the tree goes by the name of an open descriptor.
tree=$home
case $home in
  *:*)
    tree=/proc/self/fd/9
    [ -d /proc/self/fd ] && [ -r "$home" ] && exec 9<"$home"
    if ! [ -r $tree/lib/settings.jar ]; then
      echo "Error: on this system Java cannot run from a folder that has a ':' in its name: move $home elsewhere." >&2
      exit 1
    fi
    ;;
esac

# What the virtual machine remembers of earlier starts; train.sh makes it. It holds where the classes lay, so it is used
# only in the place and with the Java that it was made for. The log says whether it is used.
aot=-Xlog:disable
cache=$home/lib/aot/$program.aot
if [ -n "${MONEYROCKET_TRAIN:-}" ]; then
  aot=-XX:AOTCacheOutput=$MONEYROCKET_TRAIN/$program.aot
  printf '%s\n%s\n' "$home" "$java_build" > "$MONEYROCKET_TRAIN/$program.place"
  cache='no: it is being made'
elif ! [ -e "$cache" ]; then
  cache='no: there is none'
elif ! [ -r "$cache" ] || ! [ -r "${cache%aot}place" ]; then
  cache="no: $cache cannot be read"
else
  { IFS= read -r made_in; IFS= read -r made_with; } < "${cache%aot}place"
  if [ "$made_in" != "$home" ]; then
    cache="no: it was made in $made_in"
  elif [ "$made_with" != "$java_build" ]; then
    cache="no: it was made with Java $made_with"
  elif [ "$tree" != "$home" ]; then
    cache="no: the folder's name has a ':' in it"
  else
    aot=-XX:AOTCache=$cache
  fi
fi

# The heap for the default settings. The program, which reads the options, starts itself again if it needs another one;
# it says on the command line of those it starts which one they need.
case $program in
  moneyrocketd) heap=1856 ;;
  moneyrocket-qt) heap=2112 ;;
  moneyrocket-node) heap=1344 ;;
  moneyrocket-wallet) heap=640 ;;
  moneyrocket-gui) heap=384 ;;
  moneyrocket-shell) heap=256 ;;
  *) heap=1024 ;;
esac
for word in "$@"; do
  case $word in
    -maxheap=* | --maxheap=*)
      word=${word#*=}
      case $word in
        '' | 0* | *[!0-9]* | ???????*) ;;
        *) [ "$word" -lt 64 ] || heap=$word ;;
      esac
      ;;
  esac
done
case " ${MONEYROCKET_JAVA_OPTIONS:-}" in
  *' -Xmx'* | *' -XX:MaxHeapSize='* | *' -XX:MaxRAM'*) planned=no ;;
  *) planned=$heap ;;
esac

umask 077
# If the virtual machine itself fails it says why in a file, which may hold parts of its memory.
case ${XDG_STATE_HOME:-} in
  /*) errors=$XDG_STATE_HOME/moneyrocket/errors ;;
  *) errors=${HOME:-/nonexistent}/.local/state/moneyrocket/errors ;;
esac
# A home that is not there is nobody's to make.
[ -d "$errors" ] || ! [ -d "${XDG_STATE_HOME:-${HOME:-/nonexistent}}" ] || mkdir -p -- "$errors" 2>/dev/null
if [ -w "$errors" ]; then
  error_file=-XX:ErrorFile=$errors/$program-%p.log
else
  error_file=-XX:ErrorFile=/dev/null
fi

if [ -n "${main:-}" ]; then
  jars=$tree/lib/cli.jar:$tree/lib/settings.jar:$tree/lib/slf4j-api.jar:$tree/lib/jline.jar
  set -- "$main" "$@"
else
  jars=$tree/lib/launcher.jar:$tree/lib/settings.jar:$tree/lib/slf4j-api.jar:$tree/lib/org.apache.felix.framework.jar
  # Bundles too, for quicker starts: see ConnectedBundles. Always in the same order, or the cache does not fit.
  for jar in "$tree"/bundles/*.jar; do
    jars=$jars:$jar
  done
  set -- org.moneyrocket.launcher.Main "$program" "$@"
fi
# Libraries of others that would unpack themselves to the temporary directory find them unpacked.
native=$tree/lib/native
exec "$java" "@$home/etc/jvm/common.options" "@$home/etc/jvm/$program.options" "$aot" \
  "$error_file" "-Xmx${heap}m" "-Dmoneyrocket.heap=$planned" ${MONEYROCKET_JAVA_OPTIONS:-} "-Dmoneyrocket.home=$home" "-Dmoneyrocket.startcache=$cache" "-Djava.library.path=$native" \
  "-Dflatlaf.nativeLibraryPath=$native/com/formdev/flatlaf/natives" \
  -cp "$jars" "$@"
