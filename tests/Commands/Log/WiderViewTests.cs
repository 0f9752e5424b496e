using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Admitted = Exchange.Commands.Admitted;

namespace Exchange.Commands.Tests.Log;

/// <summary>What an article lets reviewers see of what their controller had no part in.</summary>
public sealed class WiderViewTests
{
    private const string Article =
        """
            grant: existence
            categories: [police, identity]
            from: [politie]
            to: { partner: [ggd], role: [fg] }
            for: [toezicht]
            ground: Wpg art. 16
        """;

    // Reviewers see nothing of a case; with the article they may know that there is something.
    private const string Cap = "    text: Wie toezicht houdt, ziet geen inhoud van een casus, ook niet in een andere rol.\n    cap: ";

    private static readonly string[] Reviewers = ["fg", "privacyCoordinator", "wpgPrivacyOfficer", "auditor"];
    private static readonly DateOnly Day = new(2026, 2, 2);

    private static Covenant With(string? article, string cap = "existence") => Repository.SampleCovenantWith(
        ("controller: ggd, circle: wide, kinds: [regisseur], roles: [regisseur, ", "controller: ggd, circle: wide, kinds: [regisseur], roles: [fg, auditor, regisseur, "),
        (Cap + "none", Cap + cap),
        ("  - id: \"6.5\"", (article is null ? "" : "  - id: \"5.99\"\n    text: De functionaris ziet dat er is verstrekt.\n" + Indented(article) + "\n\n") + "  - id: \"6.5\""));

    // Whatever stands before it, an item of the list of articles is indented by four.
    private static string Indented(string article) => string.Join('\n', article.Split('\n').Select(l => "    " + l.Trim()));

    [Fact]
    public async Task Looks_WithAnArticle_TellWhatWasDisclosedOfItsCategoriesAndNothingBesides()
    {
        await using var installation = new Installation(With(Article));
        var lead = installation.Person("politie", "agent-1", "regisseur");
        var (ofGgd, ofMunicipality, auditor) = (installation.Person("ggd", "fg-ggd", "fg"), installation.Person("oov", "fg", "fg"), installation.Person("ggd", "a", "auditor"));
        var found = await installation.ActiveCaseAsync(lead.As(Relation.Lead));
        var index = installation.LogSize;
        Assert.NotNull((await lead.GetAsync("regie", found.ById())).Value);
        await lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null));
        Assert.Contains(installation.Entries()[(int)index].Decisions, d => d is { Source: "oov", Released: > 0 });

        var item = Assert.Single(await ofGgd.AllAsync(), i => i.Caller?.Controller == "politie");

        Assert.Equal((index, "dossier_read", Involvement.None, Audit.V1.Outcome.Released, "regie"), (item.Index, item.Event, item.Involvement, item.Outcome, item.Purpose));
        Assert.Equal(new LogCaller("politie", "politie", "regisseur", "", null), item.Caller);
        Assert.Equal((null, "", "", 0), (item.CasePseudonym, item.Meeting, item.InnerReason, item.Details.Count));
        var decision = Assert.Single(item.Decisions);
        Assert.Equal(("police", "politie", null), (decision.Category, decision.Source, decision.Withheld));
        Assert.True(decision.Released > 0);
        Assert.Equal(["5.99"], item.WiderBy);

        // One by one, and as a proof; never by its bytes, and never by name.
        var entry = (await ofGgd.GetLogEntryAsync(index)).Value!.Message.Value;
        Assert.Equal(JsonSerializer.Serialize(item), JsonSerializer.Serialize(entry.Item));
        Assert.Equal((0, 32), (entry.Leaf.Length, entry.LeafHash.Length));
        Assert.NotNull((await ofGgd.GetLogProofAsync(index, index + 1)).Value);
        Assert.Empty((await ofGgd.OpenEntryNameAsync(index)).Value!.Message.Value);

        // Found by what is shown, and by nothing else.
        foreach (var shown in new[] { Reviewing.Anything with { Partner = "politie" }, Reviewing.Anything with { Category = "police", Level = "full" } })
            Assert.Equal(index, Assert.Single(await ofGgd.AllAsync(shown)).Index);
        foreach (var hidden in new[]
        {
            Reviewing.Anything with { Partner = "oov" },
            Reviewing.Anything with { Category = "signals" },
            Reviewing.Anything with { Category = "identity" }, // of another source
            Reviewing.Anything with { Subject = Offers.Bsn },
        })
        {
            Assert.Empty(await ofGgd.AllAsync(hidden));
        }

        var counts = (await ofGgd.CountEntriesAsync(installation.Today, installation.Today)).Value!.Message.Value;
        Assert.Equal(1, Assert.Single(counts, c => c.Partner == "politie").Entries);
        Refused.As(RefusalReason.PartnerUnknown, await ofGgd.ListDisclosuresAsync("politie")); // a register is the source's own

        // The article is the data protection officer's of the GGD.
        Assert.DoesNotContain(await auditor.AllAsync(), i => i.Caller?.Controller == "politie");
        Assert.All(await ofMunicipality.AllAsync(), i => Assert.Empty(i.WiderBy));
        Refused.As(RefusalReason.EntryNotFound, await auditor.GetLogEntryAsync(index));
    }

    [Theory]
    [InlineData("existence", "for: [toezicht]", "for: [toezicht]", true)]
    [InlineData("full", "", "", false)] // a higher grant that is capped gives nothing
    [InlineData("existence", "for: [toezicht]", "for: [regie]", false)]
    [InlineData("existence", "    for: [toezicht]\n", "", false)] // it must name the purpose
    [InlineData("existence", "for: [toezicht]", "for: [toezicht]\n    when: { case: [active] }", false)] // what an entry cannot tell
    [InlineData("existence", "for: [toezicht]", "for: [toezicht]\n    when: { consent: [given] }", false)]
    [InlineData("existence", "for: [toezicht]", "for: [toezicht]\n    when: { secrecy: lifted }", false)]
    [InlineData("existence", "for: [toezicht]", "for: [toezicht]\n    at: [regieoverleg]", false)]
    [InlineData("existence", "role: [fg]", "role: [fg], relation: [member]", false)]
    [InlineData("existence", "role: [fg]", "role: [auditor]", false)]
    public void Of_AnArticle_OpensWhatItNamesForToezichtWhateverTheCase(string level, string old, string changed, bool opens)
    {
        var article = Article.ReplaceLineEndings("\n");
        if (old.Length > 0)
        {
            Assert.Contains(old, article, StringComparison.Ordinal);
            article = article.Replace(old, changed, StringComparison.Ordinal);
        }

        var covenant = With(article.Replace("grant: existence", "grant: " + level, StringComparison.Ordinal));
        var view = WiderView.Of(Reviewer(covenant, "ggd", "fg"), Day);

        Assert.Equal(opens, view != WiderView.None);
        Assert.Equal(opens ? "5.99" : null, view.ArticleFor("police", "politie"));
        Assert.Null(view.ArticleFor("police", "oov"));
        Assert.Null(view.ArticleFor("care", "politie"));
    }

    [Fact]
    public void Of_CapOrEndOfTheCovenant_OpensNothing()
    {
        Assert.Same(WiderView.None, WiderView.Of(Reviewer(With(Article, cap: "none"), "ggd", "fg"), Day));
        Assert.Same(WiderView.None, WiderView.Of(Reviewer(With(Article), "ggd", "fg"), With(Article).From.AddDays(-1)));
        var both = Reviewer(With(Article), "ggd", "fg") with { Roles = ["fg", "aandachtsfunctionaris"] }; // caps look at every role
        Assert.Same(WiderView.None, WiderView.Of(both, Day));
    }

    /// <summary>Every reviewer, every caller, every source and category, released or not: without the article nothing is wider, with it what it names.</summary>
    [Fact]
    public void Scope_EveryEntryForEveryReviewer_IsWiderByTheArticleOnly()
    {
        var (without, with) = (With(null), With(Article));
        var wider = 0;
        foreach (var (partner, role) in with.Partners.Values.SelectMany(p => p.Roles.Where(Reviewers.Contains).Select(r => (p.Id, r))))
        {
            var controller = with.Partners[partner].Controller;
            Assert.Same(WiderView.None, WiderView.Of(Reviewer(without, partner, role), Day));
            var view = WiderView.Of(Reviewer(with, partner, role), Day);
            Assert.Equal((partner, role) == ("ggd", "fg"), view != WiderView.None);
            foreach (var caller in with.Controllers.Keys)
            {
                foreach (var entry in Entries(with, caller))
                {
                    var before = LogScope.Of(entry, with, controller, "privacyCoordinator");
                    var after = LogScope.Of(entry, with, controller, "privacyCoordinator", view);
                    var opened = entry.Decisions.Where(d => view != WiderView.None && d is { Source: "politie", Category: "police" or "identity", Released: > 0 }).ToList();
                    if (opened.Count == 0 || caller == controller)
                    {
                        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(after));
                        continue;
                    }

                    wider++;
                    Assert.NotNull(after);
                    Assert.False(after.IsWhole);
                    Assert.Equal((before?.Involvement ?? Involvement.None, before?.KnowsCase ?? false), (after.Involvement, after.KnowsCase));
                    Assert.Equal(["5.99"], after.Articles);
                    var more = after.Decisions.Except(before?.Decisions ?? []).ToList();
                    Assert.Equal(opened.Select(d => (d.Category, d.Source)), more.Select(d => (d.Category, d.Source)));
                    Assert.All(more, d => Assert.True(d.Released > 0 && d.Withheld is null));
                }
            }
        }

        Assert.Equal((with.Controllers.Count - 1) * 3, wider); // police, identity, and both in one
    }

    // Per category of every source one that was released, one that was not, and all of a source together.
    private static IEnumerable<Entry> Entries(Covenant covenant, string caller)
    {
        foreach (var source in covenant.Partners.Keys)
        {
            foreach (var released in (int[])[0, 2])
            {
                var all = covenant.Categories.Keys.Select(category => new CategoryDecision { Category = category, Source = source, Released = released, Withheld = 1, Article = "4.1" }).ToList();
                foreach (var decisions in all.Select(d => new[] { d }).Append([.. all]))
                {
                    yield return new Entry
                    {
                        Caller = new Audit.V1.Caller { Controller = caller },
                        DossierRead = new DossierRead { Page = 1 },
                        Decisions = { decisions },
                    };
                }
            }
        }
    }

    private static Admitted Reviewer(Covenant covenant, string partner, string role) =>
        new("Search", new PartnershipId("p"), covenant, covenant.Partners[partner].Controller, partner, "somebody", role, [role], "t");
}
