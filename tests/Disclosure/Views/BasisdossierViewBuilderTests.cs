using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Views;

public sealed class BasisdossierViewBuilderTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);
    private static readonly ViewReference ById = new ViewReference.ById(new CaseId("case"));
    private static readonly ViewReference ByPseudonym = new ViewReference.ByPseudonym("pseudonym", "subject");
    private static readonly ViewReference ByAlias = new ViewReference.ByAlias("alias");

    private static readonly SectionContent Police = SectionContent.Of(
        ("incidentKind", new TextValue("een")), ("narrative", new TextValue("Jan")));

    [Fact]
    public void Constructor_EachLevelKnowsTheCaseInItsOwnWay()
    {
        foreach (var reference in new[] { ById, ByPseudonym, ByAlias })
        {
            foreach (var level in Enum.GetValues<Level>())
            {
                var fits = (reference == ById && level == Level.Full)
                    || (reference == ByPseudonym && level == Level.Pseudonymised)
                    || (reference == ByAlias && level == Level.Anonymised);
                if (fits)
                    Assert.Empty(new BasisdossierViewBuilder(reference, level, Today, "regie").Build().Sections);
                else
                    Assert.Throws<ArgumentException>(() => new BasisdossierViewBuilder(reference, level, Today, "regie"));
            }
        }
    }

    [Fact]
    public void Add_AboveTheViewOrNothing_Throws()
    {
        foreach (var level in new[] { Level.None, Level.Pseudonymised, Level.Full })
        {
            var view = new BasisdossierViewBuilder(ByAlias, Level.Anonymised, Today, "regie");

            Assert.Throws<InvalidOperationException>(() => Add(view, Section("s"), level, Police));
            Assert.Empty(view.Build().Sections);
        }
    }

    [Fact]
    public void Add_RulesOfAnotherCategory_Throws()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");

        Assert.Throws<InvalidOperationException>(() => view.Add(
            Covenants.Of("plan"), [], Section("s"), new Decision(Level.Full, "4.1", DecisionReason.Granted), Police, Today));
    }

    [Fact]
    public void Add_FullView_NamesSectionVersionAndDate()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");

        Assert.True(Add(view, Section("s"), Level.Full, Police));

        var shown = Assert.Single(view.Build().Sections);
        Assert.Equal(
            ("police", "politie", Level.Full, "4.1", new SectionId("s"), 3, new PartialDate(2025, 6, 7)),
            (shown.Category, shown.Source, shown.Level, shown.Article, shown.Id, shown.Version, shown.Date));
        Assert.Equal(["incidentKind", "narrative"], shown.Content.Fields.Keys);
    }

    [Fact]
    public void Add_FullView_LowerSectionIsNamedWithoutItsDate()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");

        Add(view, Section("s"), Level.Anonymised, Police);

        var shown = Assert.Single(view.Build().Sections);
        Assert.Equal((new SectionId("s"), 3, null), (shown.Id, shown.Version, shown.Date));
    }

    [Theory]
    [InlineData(Level.Anonymised)]
    [InlineData(Level.Pseudonymised)]
    public void Add_BelowAFullView_NamesNoSectionVersionOrDate(Level level)
    {
        var view = new BasisdossierViewBuilder(level == Level.Anonymised ? ByAlias : ByPseudonym, level, Today, "regie");

        Add(view, Section("s"), level, Police);

        var shown = Assert.Single(view.Build().Sections);
        Assert.Equal((null, null, null), (shown.Id, shown.Version, shown.Date));
        Assert.Equal(["incidentKind"], shown.Content.Fields.Keys);
    }

    [Fact]
    public void Add_NothingLeft_IsNotInTheView()
    {
        // A section with nothing in it would say that there is something, which is a level of its own.
        var view = new BasisdossierViewBuilder(ByAlias, Level.Anonymised, Today, "regie");

        Assert.False(Add(view, Section("s"), Level.Anonymised, SectionContent.Of(("narrative", new TextValue("Jan")))));
        Assert.Empty(view.Build().Sections);
    }

    [Fact]
    public void Add_Existence_IsSaidOncePerCategoryAndSource()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");

        Assert.True(Add(view, Section("1"), Level.Existence, SectionContent.Empty));
        Assert.False(Add(view, Section("2"), Level.Existence, SectionContent.Empty));
        Assert.True(Add(view, Section("3") with { Source = "om" }, Level.Existence, SectionContent.Empty));

        var sections = view.Build().Sections;
        Assert.Equal(["politie", "om"], sections.Select(s => s.Source));
        Assert.All(sections, s => Assert.Equal((Level.Existence, null, null, null), (s.Level, s.Id, s.Version, s.Date)));
        Assert.All(sections, s => Assert.Empty(s.Content.Fields));
    }

    [Fact]
    public void PassOver_ExistenceOnAnEarlierPage_IsNotSaidAgain()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");
        view.PassOver(Section("1"), new Decision(Level.Existence, "4.1", DecisionReason.ExistenceOnly));
        view.PassOver(Section("0") with { Source = "om" }, new Decision(Level.Full, "4.1", DecisionReason.Granted));

        Assert.False(Add(view, Section("2"), Level.Existence, SectionContent.Empty));
        Assert.True(Add(view, Section("3") with { Source = "om" }, Level.Existence, SectionContent.Empty));
    }

    [Fact]
    public void Build_KeepsTheOrderAndIsNotChangedAfterwards()
    {
        var view = new BasisdossierViewBuilder(ById, Level.Full, Today, "regie");
        Add(view, Section("b"), Level.Full, Police);
        Add(view, Section("a"), Level.Full, Police);
        var built = view.Build();
        Add(view, Section("c"), Level.Full, Police);

        Assert.Equal(["b", "a"], built.Sections.Select(s => s.Id!.Value.Value));
        Assert.Equal((ById, Level.Full), (built.Reference, built.Level));
    }

    private static bool Add(BasisdossierViewBuilder view, Section section, Level level, SectionContent content) => view.Add(
        Covenants.Of("police"), Covenants.Districts, section, new Decision(level, "4.1", DecisionReason.Granted), content, Today);

    private static Section Section(string id) => new()
    {
        Id = new SectionId(id),
        Version = 3,
        Category = "police",
        Source = "politie",
        Ground = "Wpg art. 16",
        Handling = Handling.Open,
        Secrecy = Secrecy.NotLifted,
        Date = new PartialDate(2025, 6, 7),
        KeepUntil = new DateOnly(2027, 1, 1),
        EncryptedContent = default,
    };
}
