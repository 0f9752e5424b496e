using Exchange.Gateway.Contract;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace Exchange.Gateway.Tests.Contract;

public sealed class AuditRequestRulesTests
{
    private static readonly string Long65 = new('x', 65);

    public static TheoryData<string, Action<V1.SearchRequest>> SpoiltSearch => new()
    {
        { "partnership", r => r.Partnership = "" },
        { "acting_role", r => r.ActingRole = "" },
        { "filter.from", r => r.Filter.From = new Timestamp { Seconds = -1 } },
        { "filter.until", r => r.Filter.Until = new Timestamp { Seconds = 1_800_000_000, Nanos = -1 } },
        { "filter.partner", r => r.Filter.Partner = Long65 },
        { "filter.partner", r => r.Filter.Partner = "a\0b" },
        { "filter.event", r => r.Filter.Event = Long65 },
        { "filter.purpose", r => r.Filter.Purpose = "a\nb" },
        { "filter.outcome", r => r.Filter.Outcome = (V1.LogOutcome)9 },
        { "page_size", r => r.PageSize = -1 },
        { "page_size", r => r.PageSize = 101 },
        { "page_token", r => r.PageToken = new string('x', 2049) },
    };

    public static TheoryData<string, Action<V1.GetInclusionProofRequest>> SpoiltProof => new()
    {
        { "partnership", r => r.Partnership = "../amsterdam" },
        { "acting_role", r => r.ActingRole = Long65 },
        { "index", r => r.Index = -1 },
        { "tree_size", r => r.TreeSize = 0 },
        { "tree_size", r => r.TreeSize = r.Index },
        { "tree_size", r => r.TreeSize = long.MinValue },
    };

    public static TheoryData<string, Action<V1.GetConsistencyProofRequest>> SpoiltConsistency => new()
    {
        { "partnership", r => r.Partnership = "../amsterdam" },
        { "acting_role", r => r.ActingRole = Long65 },
        { "first_size", r => r.FirstSize = 0 },
        { "first_size", r => r.FirstSize = long.MinValue },
        { "tree_size", r => r.TreeSize = r.FirstSize - 1 },
        { "tree_size", r => r.TreeSize = long.MinValue },
    };

    [Theory]
    [MemberData(nameof(SpoiltConsistency))]
    public void Check_Consistency_NamesTheFieldAtFault(string field, Action<V1.GetConsistencyProofRequest> spoil)
    {
        var request = Consistency();
        spoil(request);
        Assert.Contains(field, RequestRules.Check(request).Select(v => v.Field));
    }

    [Fact]
    public void Check_RequestInOrder_FindsNothing()
    {
        Assert.Empty(RequestRules.Check(Consistency()));
        Assert.Empty(RequestRules.Check(Search()));
        Assert.Empty(RequestRules.Check(new V1.SearchRequest { Partnership = "amsterdam", ActingRole = "fg" }));
        Assert.Empty(RequestRules.Check(new V1.SearchRequest { Partnership = "amsterdam", ActingRole = "fg", Filter = new V1.LogFilter() }));
        Assert.Empty(RequestRules.Check(new V1.GetEntryRequest { Partnership = "amsterdam", ActingRole = "fg", Index = 0 }));
        Assert.Empty(RequestRules.Check(new V1.GetHeadRequest { Partnership = "amsterdam", ActingRole = "fg" }));
        Assert.Empty(RequestRules.Check(Proof()));
    }

    [Theory]
    [MemberData(nameof(SpoiltSearch))]
    public void Check_Search_NamesTheFieldAtFault(string field, Action<V1.SearchRequest> spoil)
    {
        var request = Search();
        spoil(request);
        Assert.Equal(field, Assert.Single(RequestRules.Check(request)).Field);
    }

    [Theory]
    [MemberData(nameof(SpoiltProof))]
    public void Check_Proof_NamesTheFieldAtFault(string field, Action<V1.GetInclusionProofRequest> spoil)
    {
        var request = Proof();
        spoil(request);
        Assert.Contains(field, RequestRules.Check(request).Select(v => v.Field));
    }

    [Fact]
    public void Check_EntryAndHead_NameTheFieldsAtFault()
    {
        Assert.Equal(["partnership", "acting_role", "index"], RequestRules.Check(new V1.GetEntryRequest { Index = -1 }).Select(v => v.Field));
        Assert.Equal(["partnership", "acting_role"], RequestRules.Check(new V1.GetHeadRequest()).Select(v => v.Field));
    }

    [Fact]
    public void Outcomes_AreTheSameOnBothSides()
    {
        foreach (var outcome in Enum.GetValues<V1.LogOutcome>().Where(o => o != V1.LogOutcome.Unspecified))
        {
            Assert.Equal(outcome.ToString(), Vocabulary.Outcome(outcome).ToString());
            Assert.Equal(outcome, Vocabulary.Outcome(Vocabulary.Outcome(outcome)!.Value));
        }

        Assert.Null(Vocabulary.Outcome(V1.LogOutcome.Unspecified));
        Assert.Equal(Enum.GetValues<Audit.V1.Outcome>().Length, Enum.GetValues<V1.LogOutcome>().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Outcome((V1.LogOutcome)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Outcome(Audit.V1.Outcome.Unspecified));
    }

    private static V1.SearchRequest Search() => new()
    {
        Partnership = "amsterdam",
        ActingRole = "fg",
        Filter = new V1.LogFilter
        {
            From = new Timestamp { Seconds = 1_800_000_000 },
            Until = new Timestamp { Seconds = 1_800_000_000 },
            Partner = "politie",
            Outcome = V1.LogOutcome.Refused,
            Event = "dossier_read",
            Purpose = "regie",
        },
        PageSize = 100,
    };

    private static V1.GetConsistencyProofRequest Consistency() => new() { Partnership = "amsterdam", ActingRole = "fg", FirstSize = 7, TreeSize = 7 };

    private static V1.GetInclusionProofRequest Proof() => new() { Partnership = "amsterdam", ActingRole = "fg", Index = 7, TreeSize = 8 };
}
