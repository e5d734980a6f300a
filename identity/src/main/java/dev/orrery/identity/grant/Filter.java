package dev.orrery.identity.grant;

import org.jspecify.annotations.Nullable;

/** Whom a scope is about: what follows the {@code !}. */
sealed interface Filter {
    /** The text as it stands in a scope. */
    String text();

    boolean covers(Subject subject);

    record OfUser(String name) implements Filter {
        @Override
        public String text() {
            return "user=" + name;
        }

        @Override
        public boolean covers(Subject subject) {
            return switch (subject) {
                case Subject.User user -> user.name().equals(name);
                case Subject.Server server -> server.owner().name().equals(name);
                case Subject.Group _, Subject.Service _, Subject.All _ -> false;
            };
        }
    }

    /** A group, or each of its members. */
    record OfGroup(String name) implements Filter {
        @Override
        public String text() {
            return "group=" + name;
        }

        @Override
        public boolean covers(Subject subject) {
            return switch (subject) {
                case Subject.User user -> user.groups().contains(name);
                case Subject.Server server -> server.owner().groups().contains(name);
                case Subject.Group group -> group.name().equals(name);
                case Subject.Service _, Subject.All _ -> false;
            };
        }
    }

    /** One server of a user; "" is the default one. */
    record OfServer(String user, String server) implements Filter {
        @Override
        public String text() {
            return "server=" + user + "/" + server;
        }

        @Override
        public boolean covers(Subject subject) {
            return subject instanceof Subject.Server one
                    && one.owner().name().equals(user)
                    && one.name().equals(server);
        }
    }

    record OfService(String name) implements Filter {
        @Override
        public String text() {
            return "service=" + name;
        }

        @Override
        public boolean covers(Subject subject) {
            return subject instanceof Subject.Service service && service.name().equals(name);
        }
    }

    /**
     * Reads what follows the {@code !}; null where it is no filter.
     *
     * @param owner whom "user" alone means
     */
    static @Nullable Filter parse(String text, @Nullable String owner) {
        if (text.equals("user")) {
            return owner == null ? null : new OfUser(owner);
        }
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            return null;
        }
        String value = text.substring(equals + 1);
        return switch (text.substring(0, equals)) {
            case "user" -> new OfUser(value);
            case "group" -> new OfGroup(value);
            case "service" -> new OfService(value);
            case "server" -> {
                int slash = value.indexOf('/');
                yield slash <= 0 ? null : new OfServer(value.substring(0, slash), value.substring(slash + 1));
            }
            default -> null;
        };
    }
}
