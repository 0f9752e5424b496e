using Exchange.Consent;

namespace Exchange.Dossiers.Tests.Sections;

public sealed class ContentRulesTests
{
    private static readonly CategoryRule Rule = new("test", "Test", false, new Dictionary<string, FieldRule>
    {
        ["line"] = Of(FieldType.Text),
        ["lines"] = Of(FieldType.Texts),
        ["bsn"] = Of(FieldType.Bsn),
        ["day"] = Of(FieldType.Date),
        ["address"] = Of(FieldType.Address),
        ["narrative"] = Of(FieldType.FreeText),
        ["code"] = Of(FieldType.Code) with { Values = ["man", "vrouw"] },
        ["risk"] = Of(FieldType.Code) with { Values = ["2018:laag", "2018:hoog"], List = new CodeListVersion("risico", "2018") },
        ["openCode"] = Of(FieldType.Code),
        ["amount"] = Of(FieldType.Number),
        ["flag"] = Of(FieldType.Flag),
        ["persons"] = Of(FieldType.Persons),
    });

    public static TheoryData<string, FieldValue> Accepted => new()
    {
        { "line", new TextValue("José d'Été-Ğül 😀") },
        { "line", new TextValue(new string('x', 256)) },
        { "lines", new TextsValue([.. Enumerable.Repeat(new string('x', 256), 32)]) },
        { "bsn", new TextValue("999990019") },
        { "day", new DateValue(new PartialDate(1970)) },
        { "address", new AddressValue { City = "Amsterdam" } },
        { "address", new AddressValue { Postcode = "1011PN" } },
        { "address", new AddressValue { Lines = ["12 Rue de la Paix", "Paris"] } },
        { "narrative", new TextValue("a\n\tb") },
        { "narrative", new TextValue(new string('x', 65_536)) },
        { "code", new TextValue("vrouw") },
        { "risk", new TextValue("2018:hoog") },
        { "openCode", new TextValue("whatever") },
        { "amount", new NumberValue(0) },
        { "flag", new FlagValue(false) },
        { "persons", new PersonsValue([.. Enumerable.Repeat(new RelatedPerson { Surname = "Test" }, 64)]) },
    };

    public static TheoryData<string, FieldValue, string> Refused => new()
    {
        { "unknown", new TextValue("x"), "unknown" },
        { "Line", new TextValue("x"), "Line" },
        { "Jan de Vries 12", new TextValue("x"), "?" },
        { "risk", new TextValue("hoog"), "risk" },
        { "risk", new TextValue("2015:hoog"), "risk" },
        { "line", new NumberValue(1), "line" },
        { "line", new TextsValue(["x"]), "line" },
        { "lines", new TextValue("x"), "lines" },
        { "day", new TextValue("1970"), "day" },
        { "amount", new TextValue("1"), "amount" },
        { "flag", new TextValue("true"), "flag" },
        { "persons", new CountValue(2), "persons" },
        { "day", new AgeBandValue(0, 17), "day" },
        { "address", new DistrictValue("Centrum"), "address" },
        { "line", new TextValue(""), "line" },
        { "line", new TextValue(" \u00a0"), "line" },
        { "line", new TextValue(new string('x', 257)), "line" },
        { "line", new TextValue("a\nb"), "line" },
        { "line", new TextValue("a\tb"), "line" },
        { "line", new TextValue("a\0b"), "line" },
        { "line", new TextValue("a\u0085b"), "line" },
        { "line", new TextValue("a\ud83d"), "line" },
        { "line", new TextValue("\ude00a"), "line" },
        { "lines", new TextsValue([]), "lines" },
        { "lines", new TextsValue([.. Enumerable.Repeat("x", 33)]), "lines" },
        { "lines", new TextsValue(["x", ""]), "lines[1]" },
        { "lines", new TextsValue(["x", new string('x', 257)]), "lines[1]" },
        { "bsn", new TextValue("999990018"), "bsn" },
        { "bsn", new TextValue("99999001"), "bsn" },
        { "day", new DateValue(default), "day" },
        { "address", new AddressValue(), "address" },
        { "address", new AddressValue { Postcode = "1011 PN" }, "address.postcode" },
        { "address", new AddressValue { Street = new string('x', 257) }, "address.street" },
        { "address", new AddressValue { HouseNumber = "1\n2" }, "address.houseNumber" },
        { "address", new AddressValue { City = " " }, "address.city" },
        { "address", new AddressValue { Lines = ["", "x"] }, "address.lines[0]" },
        { "address", new AddressValue { Lines = [.. Enumerable.Repeat("x", 33)] }, "address.lines" },
        { "narrative", new TextValue(new string('x', 65_537)), "narrative" },
        { "narrative", new TextValue("a\rb"), "narrative" },
        { "narrative", new TextValue("a\0b"), "narrative" },
        { "narrative", new TextValue("a\u001bb"), "narrative" },
        { "narrative", new TextValue("\n\t "), "narrative" },
        { "code", new TextValue("Vrouw"), "code" },
        { "code", new TextValue("Jan de Vries"), "code" },
        { "persons", new PersonsValue([]), "persons" },
        { "persons", new PersonsValue([.. Enumerable.Repeat(new RelatedPerson { Surname = "x" }, 65)]), "persons" },
        { "persons", new PersonsValue([new RelatedPerson()]), "persons[0]" },
        { "persons", new PersonsValue([new RelatedPerson { FirstNames = "a\0" }]), "persons[0].firstNames" },
        { "persons", new PersonsValue([new RelatedPerson { Surname = "a", BirthDate = default(PartialDate) }]), "persons[0].birthDate" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Check_WhatTheCovenantLists_IsAccepted(string field, FieldValue value) =>
        Assert.Empty(ContentRules.Check(Rule, SectionContent.Of((field, value))));

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check_AnythingElse_IsRefusedAtItsField(string field, FieldValue value, string expected) =>
        Assert.Equal(expected, Assert.Single(ContentRules.Check(Rule, SectionContent.Of((field, value)))).Field);

    [Fact]
    public void Check_NothingSaid_IsRefused() => Assert.Equal("", Assert.Single(ContentRules.Check(Rule, SectionContent.Empty)).Field);

    [Fact]
    public void Check_SeveralMistakes_AreToldAtOnceInOrder()
    {
        var content = SectionContent.Of(
            ("persons", new PersonsValue([new RelatedPerson { FirstNames = "a\0", Surname = "b\0" }])),
            ("bsn", new TextValue("1")),
            ("line", new TextValue("")));

        Assert.Equal(
            ["bsn", "line", "persons[0].firstNames", "persons[0].surname"],
            ContentRules.Check(Rule, content).Select(v => v.Field));
    }

    [Fact]
    public void Check_NeverRepeatsAValue()
    {
        const string secret = "GeheimeNaam";
        var content = SectionContent.Of(
            ("bsn", new TextValue(secret)),
            ("code", new TextValue(secret)),
            ("day", new TextValue(secret)),
            ("line", new TextValue(secret + "\0")),
            ("address", new AddressValue { Postcode = secret }),
            (secret + " 1", new TextValue("x")));

        var findings = ContentRules.Check(Rule, content);

        Assert.Equal(6, findings.Count);
        Assert.DoesNotContain(findings, v => (v.Field + v.Description).Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static FieldRule Of(FieldType type) => new(type, null, null, []);
}
