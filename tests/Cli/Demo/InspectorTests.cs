using Exchange.Cli.Call;
using Exchange.Cli.Demo;
using Exchange.Consent;
using Exchange.V1;
using Google.Protobuf;
using Level = Exchange.Consent.Level;
using Relation = Exchange.Consent.Relation;

namespace Exchange.Cli.Tests.Demo;

/// <summary>What the tour would say if the gateway did something else than it should.</summary>
public class InspectorTests(RunningDemo running) : IClassFixture<RunningDemo>
{
    private readonly DemoGateway _demo = running.Gateway;

    private Step Police => Tour.Scenes(running.Cast).First()[0];

    private Step Health => Tour.Scenes(running.Cast).First()[1];

    [Fact]
    public async Task Play_AsItShouldBe_FindsNothing() => Assert.Empty((await PlayAsync(Health)).Wrong);

    [Fact]
    public async Task Play_OtherViewThanExpected_IsFound()
    {
        var step = Police with { Expected = new Expected.Released(Level.Anonymised, Relation.None, [], []) };

        Assert.Contains(await WrongAsync(step), w => w.EndsWith("the view is full instead of anonymised", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Play_OtherArticleThanExpected_IsFound()
    {
        var step = Police with { Expected = new Expected.Released(Level.Full, Relation.None, [("police", Level.Full, "4.2")], []) };

        Assert.Contains(await WrongAsync(step), w => w.EndsWith("police is not there at level full by article 4.2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Play_ASectionThatShouldBeAbsent_IsFound()
    {
        var step = Police with { Expected = new Expected.Released(Level.Full, Relation.None, [], ["police"]) };

        Assert.Contains(await WrongAsync(step), w => w.EndsWith("police is there and should not be", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Play_ReleasedInsteadOfRefused_IsFound() =>
        Assert.Contains(await WrongAsync(Police with { Expected = new Expected.Refused("CASE_NOT_FOUND") }), w => w.EndsWith("a view came back", StringComparison.Ordinal));

    [Fact]
    public async Task Play_RefusedForAnotherReason_IsFound()
    {
        var step = Police with { At = running.Cast.Over, Expected = new Expected.Refused("CASE_NOT_FOUND") };

        Assert.Contains(await WrongAsync(step), w => w.Contains("MEETING_NOT_OPEN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_SectionOfTheDossierMissingOrAdded_IsFound()
    {
        var (answer, entries) = await CallAsync(Police);
        var fewer = ((GetBasisdossierResponse)answer.Message).Clone();
        fewer.Sections.RemoveAt(3);
        var more = ((GetBasisdossierResponse)answer.Message).Clone();
        more.Sections.Add(more.Sections[0].Clone());

        Assert.Contains(Inspect(Police, answer with { Message = fewer }, entries), w => w.Contains("missing: ", StringComparison.Ordinal));
        Assert.Contains(Inspect(Police, answer with { Message = more }, entries), w => w.Contains("sections were expected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_OtherBytesThanLogged_AreFound()
    {
        var (answer, entries) = await CallAsync(Police);
        var bytes = answer.Bytes.ToArray();
        bytes[^1] ^= 1;

        Assert.Contains(Inspect(Police, answer with { Bytes = bytes }, entries), w => w.Contains("HMAC", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_NoEntryOrTwo_IsFound()
    {
        var (answer, entries) = await CallAsync(Police);

        Assert.Contains(Inspect(Police, answer, []), w => w.Contains("there are 0", StringComparison.Ordinal));
        Assert.Contains(Inspect(Police, answer, [.. entries, .. entries]), w => w.Contains("there are 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("bsn")]
    [InlineData("street")]
    [InlineData("case")]
    public async Task Inspect_AnIdentifierInAnAnonymisedView_IsFound(string what)
    {
        var (answer, entries) = await CallAsync(Health);
        var about = Health.About;
        var leaked = ((GetBasisdossierResponse)answer.Message).Clone();
        leaked.Sections[0].Article += what switch
        {
            "name" => about.Dossier.Person.Surname.ToUpperInvariant(),
            "bsn" => about.Dossier.Person.Bsn,
            "street" => about.Dossier.Person.Address.Street,
            _ => about.Case.Id.Value,
        };

        Assert.Contains(Inspect(Health, answer with { Bytes = leaked.ToByteArray() }, entries), w => w.Contains("an identifier is in the bytes", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> WrongAsync(Step step) => (await PlayAsync(step)).Wrong;

    private Task<Act> PlayAsync(Step step) => step.PlayAsync(_demo, TestContext.Current.CancellationToken);

    private async Task<(Answer Answer, IReadOnlyList<LoggedEntry> Entries)> CallAsync(Step step)
    {
        _demo.Log.TakeNew();
        var answer = await _demo.CallAsync("DossierService/GetBasisdossier", step.Request(_demo), step.Caller, step.Caller, TestContext.Current.CancellationToken);
        return (answer, _demo.Log.TakeNew());
    }

    private IReadOnlyList<string> Inspect(Step step, Answer answer, IReadOnlyList<LoggedEntry> entries) =>
        new Inspector(_demo, step, answer, null, entries).Inspect().Wrong;
}
