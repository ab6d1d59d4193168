package io.camelops.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Orders of people who do not exist: their cards are test numbers, their addresses those that are kept for examples. */
final class Customers {
    private static final AtomicInteger NUMBER = new AtomicInteger(1_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NAMES =
            List.of("Ada Example", "Grace Sample", "Linus Muster", "Mary Exemple", "Søren Prøve", "李 例");

    /** The last is one that is always refused. */
    private static final List<String> CARDS = List.of(
            "4111 1111 1111 1111",
            "5555 5555 5555 4444",
            "3782 822463 10005",
            "4242 4242 4242 4242",
            "4000 0000 0000 0002");

    private static final List<String> ITEMS =
            List.of("saddle", "blanket", "waterskin", "rope", "lantern", "unobtainium");

    private Customers() {}

    /** One order, as JSON: of 100 some six are refused, some eight cannot be met, and one is empty. */
    static String order() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int customer = random.nextInt(NAMES.size());
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("order", "A-" + NUMBER.getAndIncrement());
        order.put("customer", NAMES.get(customer));
        order.put("email", "customer-" + customer + "@example.com");
        order.put("phone", "+1 202 555 01" + (10 + random.nextInt(90)));
        order.put("express", random.nextInt(5) == 0);
        order.put("items", items(random));
        int card = random.nextInt(100) < 6 ? CARDS.size() - 1 : random.nextInt(CARDS.size() - 1);
        order.put("payment", Map.of("card", CARDS.get(card), "iban", "DE89 3704 0044 0532 0130 00"));
        try {
            return JSON.writeValueAsString(order);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static List<String> orders(int count) {
        List<String> orders = new ArrayList<>();
        for (int at = 0; at < count; at++) orders.add(order());
        return orders;
    }

    private static List<Map<String, Object>> items(ThreadLocalRandom random) {
        List<Map<String, Object>> items = new ArrayList<>();
        int count = random.nextInt(100) == 0 ? 0 : 1 + random.nextInt(3);
        for (int at = 0; at < count; at++) {
            int item = random.nextInt(100) < 4 ? ITEMS.size() - 1 : random.nextInt(ITEMS.size() - 1);
            items.add(Map.of("item", ITEMS.get(item), "pieces", 1 + random.nextInt(4)));
        }
        return items;
    }
}
