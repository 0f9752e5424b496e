using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Commands;
using Exchange.Gateway.Tests.Harness;
using Google.Rpc;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Errors;

/// <summary>
/// <c>docs/errors.md</c> lists every reason with what it means, from the contract, and with an error as a caller gets it, from a real
/// gateway. <c>EXCHANGE_WRITE_DOCS=true</c> writes the page anew.
/// </summary>
public sealed partial class ErrorsDocumentTests
{
    private const string Head = """
        # Errors

        Every error of the contract, in the order of its number: what it means and what to do, and one as a caller gets it. Each example came
        from a real gateway: the test that makes them writes this page (`EXCHANGE_WRITE_DOCS=true`), and fails when it says something else.

        An error is a `google.rpc.Status` in the trailer `grpc-status-details-bin`, with an `ErrorInfo` and, where fields are at fault, a
        `BadRequest`; [the contract](contract.md#errors) says how to read it. The `ErrorInfo` of a running gateway also carries
        `metadata.trace_id`, which is left out here: it is another one each time.

        """;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string File = Path.Combine(Repository.Root, "docs", "errors.md");

    [Fact]
    public async Task Page_TellsEveryReasonWithAnExampleThatHappened()
    {
        var page = new StringBuilder(Head);
        foreach (var reason in Enum.GetValues<RefusalReason>().Where(r => r != RefusalReason.Unspecified))
        {
            var (code, example) = await ExampleAsync(reason);
            page.Append('\n').Append($"## {ReasonName.Of(reason)}\n\n{Meaning(reason)}\n\ngRPC code `{code}`.\n\n```json\n{example}\n```\n");
        }

        var text = page.ToString().ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("EXCHANGE_WRITE_DOCS") == "true")
            await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    private static async Task<(string Code, string Example)> ExampleAsync(RefusalReason reason)
    {
        await using var examples = await ErrorExamples.BeginAsync();
        var error = await Assert.ThrowsAnyAsync<RpcException>(() => examples.FailAsync(reason));
        var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")
            ?? throw new InvalidOperationException($"{reason}: the call failed with {error.Status} and no reason."));
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal((ReasonName.Of(reason), (int)error.StatusCode), (info.Type, status.Code));
        var example = new JsonObject
        {
            ["message"] = status.Message,
            ["errorInfo"] = new JsonObject { ["reason"] = info.Type, ["domain"] = info.Domain },
        };
        if (status.Details.SingleOrDefault(d => d.Is(BadRequest.Descriptor)) is { } bad)
        {
            example["badRequest"] = new JsonArray(
                [.. bad.Unpack<BadRequest>().FieldViolations.Select(v => new JsonObject { ["field"] = v.Field, ["description"] = v.Description })]);
        }

        return (JsonNamingPolicy.SnakeCaseUpper.ConvertName(error.StatusCode.ToString()), example.ToJsonString(Readable));
    }

    // What the contract says of it, up to its code.
    private static string Meaning(RefusalReason reason)
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, "protos", "exchange", "v1", "error_reason.proto"));
        var at = Array.FindIndex(lines, l => l.Trim().StartsWith($"ERROR_REASON_{ReasonName.Of(reason)} =", StringComparison.Ordinal));
        var first = at;
        while (lines[first - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
            first--;
        return string.Join('\n', lines[first..at].Select(l => Comment().Replace(l, "")).TakeWhile(l => !l.StartsWith("Code:", StringComparison.Ordinal))).Trim();
    }

    [GeneratedRegex(@"^\s*// ?")]
    private static partial Regex Comment();
}
