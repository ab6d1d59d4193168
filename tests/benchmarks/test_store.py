from benchmarks.store import Activity, TableSize, active_parts, activity, rows_of

UUID = "0dbb7d54-0445-418c-8cf1-eb17f9cf4d0a"


def test_a_part_inside_the_blocks_of_a_merged_one_no_longer_counts():
    names = ["20261122_1_1_0", "20261122_2_2_0", "20261122_1_2_1", "20261122_3_3_0"]
    assert sorted(active_parts(names)) == ["20261122_1_2_1", "20261122_3_3_0"]


def test_partitions_do_not_cover_each_other():
    assert sorted(active_parts(["a_1_9_2", "b_3_3_0"])) == ["a_1_9_2", "b_3_3_0"]


def test_of_the_same_blocks_the_higher_level_counts():
    assert active_parts(["all_1_4_1", "all_1_4_2"]) == ["all_1_4_2"]


def test_unfinished_and_other_folders_are_no_parts():
    assert active_parts(["tmp_insert_all_1_1_0", "tmp_merge_all_1_2_1", "detached", "format_version.txt"]) == []


def test_a_merge_under_way_is_seen_in_the_folder(tmp_path):
    table = tmp_path / "engine" / "store" / "0db" / UUID
    for name in ("all_1_1_0", "all_2_2_0", "tmp_merge_all_1_2_1"):
        (table / name).mkdir(parents=True)
    assert activity(tmp_path) == Activity(frozenset({f"{UUID}/all_1_1_0", f"{UUID}/all_2_2_0"}), merges=1)


def test_rollups_are_not_counted_as_rows_of_the_signal():
    tables = {
        "otel_traces": TableSize(10, 100, 1),
        "otel_red_1m": TableSize(3, 30, 1),
        "otel_logs": TableSize(5, 50, 1),
    }
    assert rows_of("traces", tables) == 10
