using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Cli.Import;
using Exchange.Cli.Tests.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Tests.Keys;

public sealed class DestroyCommandTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new(Installation.DefaultPartnership);

    private readonly LogFolder _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Destroy_LogKeyOfAClosedCase_IsOnTheLogAndLeavesItSound()
    {
        var (open, closed) = (await CaseAsync(CaseState.Active), await CaseAsync(CaseState.Closed));

        Assert.Equal(1, (await RunAsync($"--case={open}", "--reason", "retention")).Exit);
        var (exit, output, error) = await RunAsync($"--case={closed}", "--reason", "retention");

        Assert.True(exit == 0, output + error);
        Assert.Contains("destroyed, and that is on the log", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync($"--case={closed}", "--reason", "retention")).Exit); // there is none any more
        await using (var installation = await OpenAsync())
        {
            var keys = installation.Services.GetRequiredService<KeyVault>();
            Assert.Null(keys.Find(Amsterdam, new KeyName(KeyKind.CaseLog, closed)));
            Assert.NotNull(keys.Find(Amsterdam, new KeyName(KeyKind.CaseLog, open)));
            var entry = installation.Services.GetRequiredService<Exchange.Audit.ILogStore>().Read(Amsterdam, 0)
                .Select(l => Entry.Parser.ParseFrom(l.Leaf.Span)).Single(e => e.KeyDestroyed is not null);
            Assert.Equal((KeyDestroyed.Types.Kind.CaseLog, KeyDestroyed.Types.Why.RetentionEnded), (entry.KeyDestroyed.Kind, entry.KeyDestroyed.Why));
        }

        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", "--state", "--data", _log.Data)).Exit);
    }

    [Fact]
    public async Task Destroy_EndedPseudonyms_LeavesThoseOfThisQuarterAndOfTheLog()
    {
        var id = await CaseAsync(CaseState.Active);
        string Made(Pseudonyms pseudonyms, DateOnly day) => pseudonyms.Of(Amsterdam, "politie", "regie", day, id);
        var today = AmsterdamCalendar.DayOf(TimeProvider.System.GetUtcNow());
        var (before, now, inLog) = ("", "", "");
        await using (var installation = await OpenAsync())
        {
            var pseudonyms = installation.Services.GetRequiredService<Pseudonyms>();
            (before, now) = (Made(pseudonyms, today.AddMonths(-3)), Made(pseudonyms, today));
            inLog = pseudonyms.OfCaseInLog(Amsterdam, "politie", id);
        }

        var (exit, output, error) = await RunAsync("--ended-pseudonyms", "--reason", "retention");

        Assert.True(exit == 0, output + error);
        Assert.StartsWith("1 keys of pseudonyms are destroyed, and that is on the log", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("--ended-pseudonyms", "--reason", "retention")).Exit);
        await using (var installation = await OpenAsync())
        {
            var pseudonyms = installation.Services.GetRequiredService<Pseudonyms>();
            Assert.Equal((now, inLog), (Made(pseudonyms, today), pseudonyms.OfCaseInLog(Amsterdam, "politie", id)));
            Assert.NotEqual(before, Made(pseudonyms, today.AddMonths(-3)));
        }
    }

    [Fact]
    public async Task Destroy_ControllerOfTheCovenant_IsRefused()
    {
        await CaseAsync(CaseState.Active);
        var (exit, _, error) = await RunAsync("--controller", "politie", "--reason", "compromised");
        Assert.Equal(1, exit);
        Assert.Contains("answers for who called there", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--case=AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("--case=AAAAAAAAAAAAAAAAAAAAAA", "--reason", "because")]
    [InlineData("--reason", "retention")]
    [InlineData("--case=short", "--reason", "retention")]
    [InlineData("--case=AAAAAAAAAAAAAAAAAAAAAA", "--ended-pseudonyms", "--reason", "retention")]
    [InlineData("--case=AAAAAAAAAAAAAAAAAAAAAA", "--controller", "politie", "--reason", "retention")]
    public async Task Destroy_WithoutAReasonOrAKey_ExitsTwo(params string[] args)
    {
        await CaseAsync(CaseState.Active);
        var (exit, output, error) = await RunAsync(args);
        Assert.Equal((2, ""), (exit, output));
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Destroy_NoInstallation_ExitsTwo() =>
        Assert.Equal(2, (await CommandLine.RunAsync("keys", "destroy", "--case=AAAAAAAAAAAAAAAAAAAAAA", "--reason", "order", "--data", _log.At("nowhere"))).Exit);

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(["keys", "destroy", "--data", _log.Data, .. args]);

    private Task<Installation> OpenAsync() => Installation.OpenAsync(_log.Data, SampleCovenant.Path, Installation.DefaultPartnership, TimeProvider.System);

    private async Task<string> CaseAsync(CaseState state)
    {
        await using var installation = await OpenAsync();
        var person = BrpPerson.Read(JsonElement.Parse("""{"burgerservicenummer":"999990019"}"""), out _)!;
        var sections = new BrpSections(installation.Covenant, "oov", AmsterdamCalendar.DayOf(installation.Time.GetUtcNow()).AddYears(1)).Of(person);
        var outcome = await installation.Services.GetRequiredService<ImportCase>().HandleAsync(Amsterdam, installation.Covenant, state, sections, [], CancellationToken.None);
        Assert.Null(outcome.Refusal);
        return outcome.Value!.Id.Value;
    }
}
