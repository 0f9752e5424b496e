using Exchange.Commands;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Gateway.Contract;

namespace Exchange.Gateway.Tests.Contract;

public sealed class ViewsTests
{
    private static readonly DisclosedSection Police = new()
    {
        Category = "police",
        Source = "politie",
        Level = Level.Full,
        Content = SectionContent.Of(("incidentKind", new TextValue("overig"))),
        Article = "4.1",
        Obligations = new SectionObligations("casusoverleg", new DateOnly(2026, 5, 30), true),
        Id = new SectionId("section"),
        Version = 3,
        Date = new PartialDate(2025, 6),
    };

    [Fact]
    public void Response_FullView_CarriesEverything()
    {
        var response = Written(Page(new ViewReference.ById(new CaseId("case")), Level.Full, Police));

        Assert.Equal("case", response.CaseId);
        Assert.Equal(V1.Level.Full, response.View);
        Assert.Equal("next", response.NextPageToken);
        Assert.Equal(
            new V1.DisclosedSection
            {
                Police = new V1.PoliceSection { IncidentKind = "overig" },
                Category = "police",
                Source = "politie",
                Level = V1.Level.Full,
                Article = "4.1",
                Obligations = new V1.Obligations { Purpose = "casusoverleg", KeepUntil = new V1.Date { Year = 2026, Month = 5, Day = 30 }, Onward = true },
                SectionId = "section",
                Version = 3,
                Date = new V1.PartialDate { Year = 2025, Month = 6 },
            },
            Assert.Single(response.Sections));
    }

    [Fact]
    public void Response_AnonymisedView_IsKnownByItsAliasOnly()
    {
        var section = Police with { Level = Level.Anonymised, Id = null, Version = null, Date = null, Article = null };

        var response = Written(Page(new ViewReference.ByAlias("K7QX2M9P"), Level.Anonymised, section));

        Assert.Equal(V1.GetBasisdossierResponse.ReferenceOneofCase.Alias, response.ReferenceCase);
        Assert.Equal("K7QX2M9P", response.Alias);
        var shown = Assert.Single(response.Sections);
        Assert.Equal(("", 0, null, ""), (shown.SectionId, shown.Version, shown.Date, shown.Article));
    }

    [Fact]
    public void Response_TextResidue_IsThereWhereSomethingWasCounted()
    {
        var section = Police with { Level = Level.Anonymised, Id = null, Version = null, Date = null };

        var sections = Written(Page(new ViewReference.ByAlias("a"), Level.Anonymised, section with { Residual = new ResidualRisk(3, 2, 1) }, section)).Sections;

        Assert.Equal(new V1.TextResidue { Places = 3, Occupations = 2, RareEvents = 1 }, sections[0].TextResidue);
        Assert.Null(sections[1].TextResidue);
    }

    [Fact]
    public void Response_PseudonymisedView_IsKnownByItsPseudonym()
    {
        var response = Written(Page(new ViewReference.ByPseudonym("p", "s"), Level.Pseudonymised));

        Assert.Equal((V1.GetBasisdossierResponse.ReferenceOneofCase.Pseudonym, "p", "s"), (response.ReferenceCase, response.Pseudonym, response.SubjectPseudonym));
    }

    [Fact]
    public void Response_Existence_HasNoContent()
    {
        var section = Police with { Level = Level.Existence, Content = SectionContent.Empty, Id = null, Version = null, Date = null };

        var shown = Assert.Single(Written(Page(new ViewReference.ByAlias("a"), Level.Anonymised, section)).Sections);

        Assert.Equal(V1.DisclosedSection.ContentOneofCase.None, shown.ContentCase);
        Assert.Equal(("police", V1.Level.Existence), (shown.Category, shown.Level));
    }

    [Fact]
    public void Response_SamePage_IsTheSameBytes()
    {
        var page = Page(new ViewReference.ById(new CaseId("case")), Level.Full, Police, Police with { Source = "om" });

        Assert.Equal(Views.Write(page, new EncodedSections()), Views.Write(page, new EncodedSections()));
    }

    [Fact]
    public void Write_SameContentInAnotherWay_IsWhatItWouldBeAlone()
    {
        var encoded = new EncodedSections();
        DisclosedSection[] ways =
        [
            Police,
            Police with { Article = "4.2" },
            Police with { Obligations = Police.Obligations with { Purpose = "regie" } },
            Police with { Obligations = Police.Obligations with { KeepUntil = new DateOnly(2026, 5, 31) } },
            Police with { Version = 4 },
            Police with { Level = Level.Pseudonymised, Id = null, Version = null, Date = null },
            Police,
        ];

        Assert.All(ways, way =>
        {
            var page = Page(new ViewReference.ById(new CaseId("case")), Level.Full, way);
            Assert.Equal(Views.Write(page, new EncodedSections()), Views.Write(page, encoded));
        });
    }

    [Fact]
    public void Response_LevelNone_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Written(Page(new ViewReference.ByAlias("a"), Level.Anonymised, Police with { Level = Level.None })));

    private static V1.GetBasisdossierResponse Written(BasisdossierPage page) =>
        V1.GetBasisdossierResponse.Parser.ParseFrom(Views.Write(page, new EncodedSections()));

    private static BasisdossierPage Page(ViewReference reference, Level level, params DisclosedSection[] sections) =>
        new(new BasisdossierView(reference, level, sections), "next");
}
