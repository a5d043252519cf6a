use crate::triage;

#[test]
fn the_shipped_tables_load_without_a_problem() {
    let triage = triage();
    assert!(triage.rule_count() >= 40);
    println!("{} rules, {:?}", triage.rule_count(), triage.versions());
}
