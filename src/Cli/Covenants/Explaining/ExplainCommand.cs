using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Explaining;

/// <summary>
/// <c>exchange covenant explain FILE</c>: one question, as an option per key of <c>covenant decide</c> or as one JSON object on stdin, and
/// the whole derivation of its answer.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var file = CovenantCommands.FileArgument();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text" };
        var keys = DecisionLineReader.Keys.ToDictionary(key => key, key => new Option<string?>($"--{key}") { Description = Described(key), HelpName = "WORD" });
        var command = new Command("explain", "Says of one question how the answer comes about, article by article")
        {
            file,
            json,
        };
        foreach (var option in keys.Values)
            command.Add(option);
        command.SetAction((call, cancellation) => RunAsync(call, call.GetRequiredValue(file), call.GetValue(json), Stated(call, keys), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult call, string path, bool json, IReadOnlyDictionary<string, string> stated, CancellationToken cancellation)
    {
        if (CovenantFile.Load(call, path) is not { } covenant)
            return Exit.Wrong;
        byte[] line;
        if (stated.Count > 0)
        {
            line = JsonSerializer.SerializeToUtf8Bytes(stated);
        }
        else
        {
            await using var input = Console.OpenStandardInput();
            line = await ReadAsync(input, cancellation);
        }

        if (line.Length > DecisionLines.MostLineBytes || new DecisionLineReader().Read(new ReadOnlySequence<byte>(line)) is not { } question)
            return Exit.Unusable(call, "the question cannot be read; give it as options (see --help), or as one JSON object with the keys of 'covenant decide' on stdin.");
        var explanation = covenant.Explain(question);
        var output = call.InvocationConfiguration.Output;
        if (json)
            output.WriteLine(ExplanationJson.Write(covenant, explanation));
        else
            new ExplanationText(covenant, explanation, output).Write();
        return Exit.Fine;
    }

    /// <summary>All of stdin, or just too much of it.</summary>
    private static async Task<byte[]> ReadAsync(Stream input, CancellationToken cancellation)
    {
        var bytes = new byte[DecisionLines.MostLineBytes + 1];
        var count = await input.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return bytes[..count];
    }

    private static Dictionary<string, string> Stated(ParseResult call, Dictionary<string, Option<string?>> keys)
    {
        var stated = new Dictionary<string, string>();
        foreach (var (key, option) in keys)
        {
            if (call.GetValue(option) is { } word)
                stated.Add(key, word);
        }

        return stated;
    }

    private static string Described(string key) => $"The question's {key}; unknown when neither this nor stdin says it";
}
