using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Requests;

/// <summary>A case of which the GGD has the lead and the police keep something back.</summary>
internal sealed class AskedCase : IAsyncDisposable
{
    public AskedCase()
    {
        Source = Installation.Person("politie", "agent-1", "regisseur");
        Lead = Installation.Person("ggd", "regisseur-1", "regisseur");
    }

    public Installation Installation { get; } = new();

    public Clock Clock => Installation.Clock;

    /// <summary>Of the police.</summary>
    public Person Source { get; }

    /// <summary>Directs the case, and is no recipient that the police named.</summary>
    public Person Lead { get; }

    public static OfferedSection Pending() => Offers.Police() with { Handling = Handling.AskSource };

    public Task<Case> ImportAsync(params (string Source, OfferedSection Section)[] sections) =>
        ImportAsync(CaseState.Active, sections);

    public Task<Case> ImportAsync(CaseState state, params (string Source, OfferedSection Section)[] sections) =>
        Installation.ImportAsync(state, [("oov", Offers.Identity()), .. sections], Lead.As(Relation.Lead));

    /// <summary>The one request that asking makes.</summary>
    public async Task<ReceivedRequest> AskAsync(Case @case, string purpose = "regie")
    {
        var before = (await Source.RequestsAsync()).Select(r => r.Request.Id).ToHashSet();
        Assert.Null((await Lead.AskAsync(purpose, @case.ById())).Refusal);
        return Assert.Single(await Source.RequestsAsync(), r => !before.Contains(r.Request.Id));
    }

    /// <summary>How many police sections somebody sees.</summary>
    public async Task<int> SeenAsync(Case @case, string purpose = "regie", Person? by = null)
    {
        var outcome = await (by ?? Lead).GetAsync(purpose, @case.ById());
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Message.Message.View.Sections.Count(s => s.Category == "police");
    }

    public ValueTask DisposeAsync() => Installation.DisposeAsync();
}
