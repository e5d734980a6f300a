package dev.orrery.identity.login;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/**
 * A program of its own that asks PAM (the operating system's pluggable authentication modules) whether a name and a password
 * are right. Apart from the server, since a module is somebody else's native code: it may crash, fork, or never return.
 *
 * <p>Arguments: the service, and for tests a folder that has its file. Standard input: name, NUL, password, in UTF-8. Exit code:
 * {@link #RIGHT}, {@link #WRONG} or {@link #BROKEN}, with PAM's words on standard output. Constants and structures are those of
 * Linux-PAM's {@code _pam_types.h}, which macOS's OpenPAM shares.
 */
@SuppressWarnings("restricted") // native code is what it is for
final class PamCheck {
    static final int RIGHT = 0;
    static final int WRONG = 10;
    static final int BROKEN = 11;

    private static final int PROMPT_ECHO_OFF = 1;
    private static final int DISALLOW_NULL_AUTHTOK = 0x1;
    private static final int CONVERSATION_ERROR = 19;
    // PAM_SYSTEM_ERR, which pam_exec gives where its command says no; PERM_DENIED, AUTH_ERR, USER_UNKNOWN, MAXTRIES,
    // NEW_AUTHTOK_REQD, ACCT_EXPIRED, AUTHTOK_EXPIRED
    private static final int[] REFUSALS = {4, 6, 7, 10, 11, 12, 13, 27};

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup pam;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment password;

    private PamCheck(String password) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        this.pam = SymbolLookup.libraryLookup(mac ? "libpam.2.dylib" : "libpam.so.0", arena);
        this.password = arena.allocateFrom(password);
    }

    public static void main(String[] arguments) throws Throwable {
        String[] parts = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 2 || parts[0].isEmpty()) {
            System.exit(WRONG);
        }
        System.exit(new PamCheck(parts[1]).ask(arguments, parts[0]));
    }

    private int ask(String[] arguments, String name) throws Throwable {
        MemorySegment handle = arena.allocate(ADDRESS);
        int started = start(arguments, name, handle);
        if (started != 0) {
            return BROKEN;
        }
        MemorySegment session = handle.get(ADDRESS, 0);
        int code = call("pam_authenticate", session, DISALLOW_NULL_AUTHTOK);
        if (code == 0) {
            code = call("pam_acct_mgmt", session, DISALLOW_NULL_AUTHTOK);
        }
        System.out.println(words(session, code));
        call("pam_end", session, code);
        return code == 0 ? RIGHT : isRefusal(code) ? WRONG : BROKEN;
    }

    private int start(String[] arguments, String name, MemorySegment handle) throws Throwable {
        MemorySegment conversation = arena.allocate(MemoryLayout.structLayout(ADDRESS, ADDRESS));
        conversation.set(ADDRESS, 0, answers());
        MemorySegment service = arena.allocateFrom(arguments[0]);
        MemorySegment user = arena.allocateFrom(name);
        if (arguments.length == 1) {
            return (int) function("pam_start", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
                    .invokeExact(service, user, conversation, handle);
        }
        return (int) function("pam_start_confdir", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
                .invokeExact(service, user, conversation, arena.allocateFrom(arguments[1]), handle);
    }

    /** {@code int conv(int count, const struct pam_message **messages, struct pam_response **answers, void *)}. */
    private MemorySegment answers() throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(
                int.class, int.class, MemorySegment.class, MemorySegment.class, MemorySegment.class);
        MethodHandle answer = MethodHandles.lookup().bind(this, "answer", type);
        return linker.upcallStub(answer, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS), arena);
    }

    /** The password to what asks for one without showing it, nothing to anything else. PAM frees what it gets. */
    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // called by PAM
    int answer(int count, MemorySegment messages, MemorySegment responses, MemorySegment ignored) {
        try {
            long size = MemoryLayout.structLayout(ADDRESS, ADDRESS).byteSize(); // the response's int is padded
            MemorySegment array = ((MemorySegment) c("calloc", ADDRESS, ADDRESS.withName("n"), ADDRESS.withName("size"))
                            .invokeExact(MemorySegment.ofAddress(count), MemorySegment.ofAddress(size)))
                    .reinterpret(count * size);
            MemorySegment all = messages.reinterpret(count * ADDRESS.byteSize());
            for (int i = 0; i < count; i++) {
                MemorySegment message = all.getAtIndex(ADDRESS, i).reinterpret(size);
                if (message.get(JAVA_INT, 0) == PROMPT_ECHO_OFF) {
                    array.set(ADDRESS, i * size, (MemorySegment)
                            c("strdup", ADDRESS, ADDRESS).invokeExact(password));
                }
            }
            responses.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, array);
            return 0;
        } catch (Throwable e) {
            return CONVERSATION_ERROR; // nothing may be thrown into C
        }
    }

    private String words(MemorySegment session, int code) throws Throwable {
        MemorySegment text = (MemorySegment)
                function("pam_strerror", ADDRESS, ADDRESS, JAVA_INT).invokeExact(session, code);
        return text.address() == 0 ? "code " + code : text.reinterpret(1024).getString(0);
    }

    private int call(String name, MemorySegment session, int argument) throws Throwable {
        return (int) function(name, JAVA_INT, ADDRESS, JAVA_INT).invokeExact(session, argument);
    }

    private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(pam.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private MethodHandle c(String name, MemoryLayout result, MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private static boolean isRefusal(int code) {
        for (int refusal : REFUSALS) {
            if (refusal == code) {
                return true;
            }
        }
        return false;
    }
}
