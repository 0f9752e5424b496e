using Exchange.Dossiers;
using static Exchange.Disclosure.Tests.Release.LookAlikes.Registers;

namespace Exchange.Disclosure.Tests.Release.LookAlikes;

public sealed class LookAlikesTests
{
    private static readonly AgeBandValue Thirties = new(30, 39), Forties = new(40, 49), Adult = new(30, 49);

    [Fact]
    public void Fit_NobodyInTheRegister_ShowsNothing() => Assert.Empty(Disclosure.LookAlikes.Fit([], [Age("a")], Population.Empty, 2));

    [Fact]
    public void Fit_EnoughOfTheSameBand_ShowsTheBand() =>
        Assert.Equal([Thirties], Values([Age("a")], k: 2, Person(1, Age("x")), Person(2, Age("x"))));

    [Fact]
    public void Fit_EnoughOfTheCoarseClassOnly_ShowsThat() =>
        Assert.Equal([Adult], Values([Age("a")], k: 2, Person(1, Age("x")), Person(2, Age("x", Forties))));

    [Fact]
    public void Fit_TwoCasesOfOnePerson_CountOnce() =>
        Assert.Empty(Values([Age("a")], k: 2, Person(1, Age("x")), Person(1, Age("x"))));

    [Fact]
    public void Fit_ValuesThatTwoCasesOfOnePersonHoldApart_FitNobodyTogether() =>
        Assert.Equal(
            [Thirties],
            Values([Age("a"), Code("b", "huur")], k: 1, Person(1, Age("x")), Person(1, Code("x", "huur")), Person(2, Code("x", "huur"))));

    [Fact]
    public void Fit_UnknownField_DoesNotCount() =>
        Assert.Empty(Values([Age("a")], k: 2, Person(1, Age("x")), Person(2), Person(3, Code("x", "huur"))));

    [Fact]
    public void Fit_TheSameToldByAnotherSource_DoesNotCount() =>
        Assert.Empty(Values([Age("a")], k: 2, Person(1, Age("x")), Person(2, Age("x") with { Source = "wpi" })));

    [Fact]
    public void Fit_TwoSectionsTellTheSame_NeedsPeopleWithTwo() =>
        Assert.Equal(
            [new TextValue("huur")],
            Values([Code("a", "huur"), Code("b", "huur")], k: 2, Person(1, Code("x", "huur"), Code("y", "huur")), Person(2, Code("x", "huur"))));

    [Fact]
    public void Fit_RareCode_GoesBeforeTheCommonBand() =>
        Assert.Equal(
            [Thirties],
            Values([Age("a"), Code("b", "dakloos")], k: 2, Person(1, Age("x"), Code("y", "dakloos")), Person(2, Age("x")), Person(3, Age("x"), Code("y", "huur"))));

    [Fact]
    public void Fit_WhatWasShownNoLongerHolds_AddsNothing()
    {
        var register = Of([Person(1, Age("x"), Code("y", "huur")), Person(2, Code("y", "huur"))]);

        Assert.Empty(Disclosure.LookAlikes.Fit([Age("a").At(0)], [Code("b", "huur")], register, 2));
    }

    [Fact]
    public void Fit_SectionSaysWhatItShowedBefore_NeedsNobodyMore()
    {
        var register = Of([Person(1, Age("x")), Person(2, Age("x"))]);

        Assert.Equal([Age("a").At(0)], Disclosure.LookAlikes.Fit([Age("a").At(0)], [Age("a")], register, 2));
    }

    [Fact]
    public void Fit_AFieldTwice_IsAMistakeOfTheCaller() =>
        Assert.Throws<ArgumentException>(() => Disclosure.LookAlikes.Fit([], [Age("a"), Age("a")], Population.Empty, 2));

    [Fact]
    public void Without_ThePersonItself_IsNotOneOfK()
    {
        var register = Of([Person(1, Age("x")), Person(2, Age("x"))]);

        Assert.Equal((2, 1), (register.Size, register.Without(1).Size));
        Assert.Empty(Disclosure.LookAlikes.Fit([], [Age("a")], register.Without(1), 2));
    }

    [Fact]
    public void Within_AnArea_LeavesOutOthersAndTheUnknown()
    {
        var builder = new Population.Builder();
        builder.Add(1, "Noord", [Age("x")]);
        builder.Add(2, "West", [Age("x")]);
        builder.Add(3, null, [Age("x")]);

        Assert.Equal((3, 1, 0), (builder.Build().Size, builder.Build().Within("Noord").Size, builder.Build().Within("Oost").Size));
    }

    private static FieldValue[] Values(Candidate[] candidates, int k, params RegisterCase[] register) =>
        [.. Disclosure.LookAlikes.Fit([], candidates, Of(register), k).Select(v => v.Value)];

    private static RegisterCase Person(int person, params Candidate[] held) => new(person, held);

    private static Candidate Age(string section, AgeBandValue? band = null) =>
        new(new SectionId(section), "identity", "oov", "birthDate", [band ?? Thirties, Adult]);

    private static Candidate Code(string section, string code) => new(new SectionId(section), "residence", "oov", "housing", [new TextValue(code)]);
}
