using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Cli.Tests.Demo;

public partial class DemoCommandTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_Once_EveryStepDoesWhatItShouldAndNothingRemains()
    {
        using var demo = new DemoProcess("--once");

        var output = await demo.Output.ReadToEndAsync(Cancellation);

        Assert.Equal("", await demo.Error);
        Assert.Equal(0, await demo.ExitAsync(Cancellation));
        Assert.All(
            ["Full view", "Anonymised view, alias ", "CASE_NOT_FOUND", "MEETING_NOT_OPEN", "TOKEN_ISSUER_NOT_TRUSTED", "every hash recomputed"],
            text => Assert.Contains(text, output));
        Assert.Equal(4, AsItShouldBe().Count(output));
        Assert.DoesNotContain('\u001b', output); // into a pipe goes plain text
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Assert.Empty(demo.Remains);
    }

    [Fact]
    public async Task Demo_StaysUp_TheCallThatItPrintsWorksAndCtrlCCleansUp()
    {
        using var demo = new DemoProcess();
        var shown = new StringBuilder();
        string? line;
        while ((line = await demo.Output.ReadLineAsync(Cancellation)) is not null && !line.Contains("--json", StringComparison.Ordinal))
            shown.AppendLine(line);
        shown.AppendLine(line);
        var text = shown.ToString();
        var (pki, controller) = (Option("--dir"), Option("--controller"));
        var token = await CommandLine.RunAsync(
            "pki", "token", "--dir", pki, "--controller", controller, "--unit", Option("--unit"), "--actor", Option("--actor"), "--role", Option("--role"));
        string[] call =
        [
            "call", "DossierService/GetBasisdossier", "--address", Option("--address"), "--ca", $"{pki}/ca.pem",
            "--cert", $"{pki}/clients/{controller}.pem", "--key", $"{pki}/clients/{controller}.key", "--token", token.Output.Trim(), "--json",
        ];
        var request = Request().Match(text).Groups[1].Value;

        var granted = await CommandLine.RunAsync([.. call, request]);
        var refused = await CommandLine.RunAsync([.. call, CaseId().Replace(request, "\"caseId\":\"AAAAAAAAAAAAAAAAAAAAAA\"")]);
        var invalid = await CommandLine.RunAsync([.. call, CaseId().Replace(request, "\"pageSize\":-1")]);

        // What is contributed must be signed: then only is the case looked for.
        call[1] = "DossierService/Contribute";
        var contribution = $$"""
            {"partnership":"{{Value("partnership")}}","actingRole":"{{Value("actingRole")}}","idempotencyKey":"melding-1","purpose":"regie",
             "caseId":"AAAAAAAAAAAAAAAAAAAAAA","contribution":{"police":{"incidentKind":"bedreiging"},"ground":"Wpg art. 16",
             "keepUntil":{"year":2099,"month":1,"day":1} } }
            """;
        var unsigned = await CommandLine.RunAsync([.. call, contribution]);
        var signed = await CommandLine.RunAsync([.. call, contribution, "--signing-key", $"{pki}/signing/{controller}.key"]);
        var byAnother = await CommandLine.RunAsync([.. call, contribution, "--signing-key", $"{pki}/signing/{controller}.key", "--kid", "another"]);

        Assert.StartsWith("SIGNATURE_MISSING: ", unsigned.Error);
        Assert.StartsWith("CASE_NOT_FOUND: ", signed.Error);
        Assert.StartsWith("SIGNATURE_INVALID: ", byAnother.Error);
        Assert.Equal((0, ""), (granted.Exit, granted.Exit == 0 ? "" : granted.Error));
        Assert.Contains("\"view\": \"LEVEL_FULL\"", granted.Output);
        Assert.StartsWith("exchange-nonce-bin: ", granted.Error);
        Assert.Contains("\nexchange-receipt-bin: entry ", granted.Error);
        Assert.Equal((1, ""), (refused.Exit, refused.Output));
        Assert.StartsWith("CASE_NOT_FOUND: ", refused.Error);
        Assert.Contains("\nexchange-receipt-bin: entry ", refused.Error);
        Assert.Equal((1, ""), (invalid.Exit, invalid.Output));
        Assert.StartsWith("FIELD_INVALID: ", invalid.Error);
        Assert.Contains("\n  page_size: ", invalid.Error);

        demo.Interrupt();
        Assert.Equal(0, await demo.ExitAsync(Cancellation));
        Assert.Empty(demo.Remains);

        string Value(string name) => Regex.Match(request, $"\"{name}\":\"([^\"]*)\"").Groups[1].Value;

        string Option(string name) => Regex.Match(text, $"{name} ([^\\s)\"]+)", RegexOptions.RightToLeft).Groups[1].Value;
    }

    [GeneratedRegex("--json '(.*)'")]
    private static partial Regex Request();

    [GeneratedRegex("\"caseId\":\"[^\"]*\"")]
    private static partial Regex CaseId();

    [GeneratedRegex(@"as it should be +│ yes +│ yes +│")]
    private static partial Regex AsItShouldBe();
}
