use super::*;

fn traces(text: &str) -> Result<Vec<u8>, JsonError> {
    transcode(&EXPORT_TRACES, text.as_bytes(), 64)
}

#[test]
fn a_span_becomes_the_bytes_of_its_fields() {
    let text =
        r#"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0Aff","kind":2,"startTimeUnixNano":"258"}]}]}]}"#;
    let span = [0x0a, 2, 0x0a, 0xff, 0x30, 2, 0x39, 2, 1, 0, 0, 0, 0, 0, 0];
    let mut expected = vec![0x0a, 19, 0x12, 17, 0x12, 15];
    expected.extend(span);
    assert_eq!(traces(text).unwrap(), expected);
}

#[test]
fn an_error_names_path_line_and_column() {
    let text = "{\"resourceSpans\":[{},{\"scopeSpans\":\n[{\"spans\":[{},{},{\"traceId\":\"?!\"}]}]}]}";
    let error = traces(text).unwrap_err();
    assert_eq!(error.path, "resourceSpans[1].scopeSpans[0].spans[2].traceId");
    assert!(error.problem.contains("line 2 column"), "{error}");
}

#[test]
fn every_message_has_distinct_names_and_numbers_and_at_most_32_fields() {
    fn check(message: &'static Message, done: &mut Vec<*const Message>) {
        if done.contains(&std::ptr::from_ref(message)) {
            return;
        }
        done.push(message);
        assert!(message.fields.len() <= 32);
        for (at, field) in message.fields.iter().enumerate() {
            assert!(message.fields[..at].iter().all(|other| other.name != field.name && other.number != field.number));
            if let schema::Kind::Message(inner) = field.kind {
                check(inner, done);
            }
        }
    }
    let mut done = Vec::new();
    for request in [&EXPORT_TRACES, &EXPORT_LOGS, &EXPORT_METRICS] {
        check(request, &mut done);
    }
    assert!(done.len() > 25);
}
