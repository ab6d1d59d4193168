package io.camelops.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts a call into two methods of Camel, of the same signature from 3.14 on: one before a context builds its routes, one
 * after a node of a route was built. All else is done through Camel's public interfaces.
 *
 * <p>What is woven uses classes of {@code java.lang} and {@code java.util} alone, and swallows whatever goes wrong.
 */
final class Weaver implements ClassFileTransformer {
    private static final String CONTEXT = "org/apache/camel/impl/engine/AbstractCamelContext";
    private static final String CHANNEL = "org/apache/camel/impl/engine/DefaultChannel";
    private static final String CALL = "camelops$call";
    private static final String CALL_TYPE = "(Ljava/lang/String;[Ljava/lang/Object;)V";

    static boolean isWoven(String name) {
        return CONTEXT.equals(name) || CHANNEL.equals(name);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (name == null || !isWoven(name)) return null;
        try {
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            Woven woven = new Woven(writer, name);
            reader.accept(woven, 0);
            if (!woven.found) throw new IllegalStateException("it has no method that is known here");
            return writer.toByteArray();
        } catch (Throwable failure) {
            Log.failed("cannot weave " + name.replace('/', '.'), failure);
            return null;
        }
    }

    private static final class Woven extends ClassVisitor {
        private final String name;
        boolean found;

        Woven(ClassVisitor next, String name) {
            super(Opcodes.ASM9, next);
            this.name = name;
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String type, String generic, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, method, type, generic, thrown);
            if (name.equals(CONTEXT) && method.equals("doInit") && type.equals("()V")) {
                found = true;
                return new AtBegin(next);
            }
            Type[] arguments = Type.getArgumentTypes(type);
            if (name.equals(CHANNEL) && method.equals("initChannel") && arguments.length >= 3) {
                found = true;
                return new AtReturn(next);
            }
            return next;
        }

        @Override
        public void visitEnd() {
            call(super.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, CALL, CALL_TYPE, null, null));
            super.visitEnd();
        }

        private final class AtBegin extends MethodVisitor {
            AtBegin(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitCode() {
                super.visitCode();
                handOver(mv, name, Hooks.CONTEXT, 1);
            }
        }

        private final class AtReturn extends MethodVisitor {
            AtReturn(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitInsn(int code) {
                if (code == Opcodes.RETURN) handOver(mv, name, Hooks.CHANNEL, 4);
                super.visitInsn(code);
            }
        }
    }

    /** Calls with {@code this} and the first arguments. */
    private static void handOver(MethodVisitor to, String owner, String which, int count) {
        to.visitLdcInsn(which);
        to.visitIntInsn(Opcodes.BIPUSH, count);
        to.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int at = 0; at < count; at++) {
            to.visitInsn(Opcodes.DUP);
            to.visitIntInsn(Opcodes.BIPUSH, at);
            to.visitVarInsn(Opcodes.ALOAD, at);
            to.visitInsn(Opcodes.AASTORE);
        }
        to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, CALL, CALL_TYPE, false);
    }

    /**
     * As if written in Java:
     *
     * <pre>
     * try {
     *     Class&lt;?&gt; hooks = Class.forName("…Hooks", true, ClassLoader.getSystemClassLoader());
     *     ((BiConsumer) hooks.getField("HOOK").get(null)).accept(which, arguments);
     * } catch (Throwable ignored) {
     * }
     * </pre>
     */
    private static void call(MethodVisitor to) {
        Label begin = new Label();
        Label end = new Label();
        Label caught = new Label();
        to.visitCode();
        to.visitTryCatchBlock(begin, end, caught, "java/lang/Throwable");
        to.visitLabel(begin);
        to.visitLdcInsn(Hooks.class.getName());
        to.visitInsn(Opcodes.ICONST_1);
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/ClassLoader",
                "getSystemClassLoader",
                "()Ljava/lang/ClassLoader;",
                false);
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/Class",
                "forName",
                "(Ljava/lang/String;ZLjava/lang/ClassLoader;)Ljava/lang/Class;",
                false);
        to.visitLdcInsn("HOOK");
        to.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/Class",
                "getField",
                "(Ljava/lang/String;)Ljava/lang/reflect/Field;",
                false);
        to.visitInsn(Opcodes.ACONST_NULL);
        to.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/reflect/Field",
                "get",
                "(Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        to.visitTypeInsn(Opcodes.CHECKCAST, "java/util/function/BiConsumer");
        to.visitVarInsn(Opcodes.ALOAD, 0);
        to.visitVarInsn(Opcodes.ALOAD, 1);
        to.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                "java/util/function/BiConsumer",
                "accept",
                "(Ljava/lang/Object;Ljava/lang/Object;)V",
                true);
        to.visitLabel(end);
        to.visitInsn(Opcodes.RETURN);
        to.visitLabel(caught);
        to.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
        to.visitInsn(Opcodes.POP);
        to.visitInsn(Opcodes.RETURN);
        to.visitMaxs(0, 0);
        to.visitEnd();
    }
}
