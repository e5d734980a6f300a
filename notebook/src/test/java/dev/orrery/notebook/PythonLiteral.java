package dev.orrery.notebook;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what Python's {@code repr} prints of texts, numbers, lists and dictionaries. */
final class PythonLiteral {
    private final String text;
    private int index;

    private PythonLiteral(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        String ordered = text.startsWith("OrderedDict(") ? text.substring(12, text.length() - 1) : text;
        return new PythonLiteral(ordered).value();
    }

    private Object value() {
        skip();
        char c = text.charAt(index);
        return switch (c) {
            case '\'', '"' -> string(c);
            case '[' -> list();
            case '{' -> map();
            default -> word();
        };
    }

    private void skip() {
        while (index < text.length() && " ,:".indexOf(text.charAt(index)) >= 0) {
            index++;
        }
    }

    private boolean ended(char close) {
        skip();
        if (text.charAt(index) == close) {
            index++;
            return true;
        }
        return false;
    }

    private String string(char quote) {
        StringBuilder out = new StringBuilder();
        for (index++; text.charAt(index) != quote; index++) {
            if (text.charAt(index) == '\\') {
                index++;
            }
            out.append(text.charAt(index));
        }
        index++;
        return out.toString();
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        index++;
        while (!ended(']')) {
            list.add(value());
        }
        return list;
    }

    private Map<Object, Object> map() {
        Map<Object, Object> map = new LinkedHashMap<>();
        index++;
        while (!ended('}')) {
            Object key = value();
            map.put(key, value());
        }
        return map;
    }

    private Object word() {
        int start = index;
        while (index < text.length() && ",:]} ".indexOf(text.charAt(index)) < 0) {
            index++;
        }
        String word = text.substring(start, index);
        return switch (word) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> word.contains(".") ? (Object) Double.valueOf(word) : new BigInteger(word);
        };
    }
}
