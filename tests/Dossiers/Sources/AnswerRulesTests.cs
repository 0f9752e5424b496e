using Exchange.Consent;

namespace Exchange.Dossiers.Tests.Sources;

public sealed class AnswerRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly CategoryRule Identity = new(
        "identity",
        "identity",
        true,
        new Dictionary<string, FieldRule>
        {
            ["bsn"] = new(FieldType.Bsn, null, null, []),
            ["surname"] = new(FieldType.Text, null, null, []),
            ["narrative"] = new(FieldType.FreeText, null, null, []),
        });

    private static readonly SourceQuestion Question = new(
        "question", "999990019", [new AskedCategory(Identity, ["bsn", "narrative", "surname"])], TimeSpan.FromSeconds(1));

    [Fact]
    public void Check_AnswerToTheQuestion_IsGivenBack()
    {
        var given = Given(Section(("surname", new TextValue("Testpersoon")), ("bsn", new TextValue(Question.Bsn))));
        Assert.Same(given, AnswerRules.Check(Question, given, Now));
    }

    [Fact]
    public void Check_NoAnswer_IsGivenBack()
    {
        var refused = new SourceAnswer.Refused();
        Assert.Same(refused, AnswerRules.Check(Question, refused, Now));
    }

    [Fact]
    public void Check_AnotherPersonsNumber_IsMalformedWhereverItStands()
    {
        Fails(SourceFault.OtherSubject, Section(("surname", new TextValue("Testpersoon"))) with { Bsn = "999990020" });
        Fails(SourceFault.OtherSubject, Section(("surname", new TextValue("Testpersoon"))) with { Bsn = "" });
        Fails(SourceFault.OtherSubject, Section(("bsn", new TextValue("999990020"))));
    }

    [Fact]
    public void Check_WhatWasNotAskedFor_IsMalformed()
    {
        Fails(SourceFault.NotAskedFor, Section(("aliases", new TextsValue(["x"]))));
        Fails(SourceFault.NotAskedFor, Section(("surname", new TextValue("x"))) with { Category = "police" });
        var less = Question with { Asked = [new AskedCategory(Identity, ["bsn"])] };
        Assert.Equal(
            new SourceAnswer.Malformed(SourceFault.NotAskedFor),
            AnswerRules.Check(less, Given(Section(("surname", new TextValue("x")))), Now));
    }

    [Fact]
    public void Check_WhatCouldNotBeContributed_IsMalformed()
    {
        Fails(SourceFault.BadContent, Section());
        Fails(SourceFault.BadContent, Section(("surname", new NumberValue(3))));
        Fails(SourceFault.BadContent, Section(("surname", new TextValue("two\nlines"))));
    }

    [Fact]
    public void Check_Future_BeginsBeyondTheSkewOfClocks()
    {
        var section = Section(("surname", new TextValue("x")));
        Assert.IsType<SourceAnswer.Given>(AnswerRules.Check(Question, new SourceAnswer.Given([section], Now + AnswerRules.ClockSkew), Now));
        Assert.Equal(
            new SourceAnswer.Malformed(SourceFault.FromTheFuture),
            AnswerRules.Check(Question, new SourceAnswer.Given([section], Now + AnswerRules.ClockSkew + TimeSpan.FromTicks(1)), Now));
    }

    [Fact]
    public void Check_TooMuch_IsMalformed()
    {
        var small = Section(("surname", new TextValue("x")));
        Assert.IsType<SourceAnswer.Given>(AnswerRules.Check(Question, Given([.. Enumerable.Repeat(small, AnswerRules.MaxSections)]), Now));
        Fails(SourceFault.TooLarge, [.. Enumerable.Repeat(small, AnswerRules.MaxSections + 1)]);
        var large = Section(("narrative", new TextValue(new string('x', 65_000))));
        Assert.IsType<SourceAnswer.Given>(AnswerRules.Check(Question, Given(large, large), Now));
        Fails(SourceFault.TooLarge, large, large, large);
    }

    private static SourceSection Section(params (string, FieldValue)[] fields) =>
        new(Question.Bsn, "identity", SectionContent.Of(fields), null, new DateOnly(2099, 12, 31));

    private static SourceAnswer.Given Given(params SourceSection[] sections) => new(sections, Now);

    private static void Fails(SourceFault fault, params SourceSection[] sections) =>
        Assert.Equal(new SourceAnswer.Malformed(fault), AnswerRules.Check(Question, Given(sections), Now));
}
