using System.CommandLine;

namespace Exchange.Cli.Bench;

/// <summary>How much is asked of the gateway, and for how long.</summary>
/// <param name="Callers">People who each wait for one answer before they ask again.</param>
/// <param name="Connections">The connections that they share.</param>
/// <param name="Seconds">How long each of the two methods is measured per view, besides warming up.</param>
internal sealed record BenchLoad(int Callers, int Connections, int Seconds)
{
    /// <summary>The options of a command that takes a load.</summary>
    public sealed record Options(Option<int> Callers, Option<int> Connections, Option<int> Seconds)
    {
        public Options()
            : this(
                Number("--callers", 64, 1, 512, "People who each wait for one answer before they ask again"),
                Number("--connections", 8, 1, 512, "The connections that the callers share"),
                Number("--seconds", 10, 1, 60, "How long each method is measured per view, besides warming up"))
        {
        }

        public void AddTo(Command command)
        {
            command.Add(Callers);
            command.Add(Connections);
            command.Add(Seconds);
        }

        public BenchLoad Of(ParseResult call) =>
            new(call.GetValue(Callers), Math.Min(call.GetValue(Connections), call.GetValue(Callers)), call.GetValue(Seconds));
    }

    /// <summary>The load as the options that make it.</summary>
    public IReadOnlyList<string> ToArguments() => ["--callers", $"{Callers}", "--connections", $"{Connections}", "--seconds", $"{Seconds}"];

    private static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = $"{description}; {least} to {most}", DefaultValueFactory = _ => standard };
        option.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && int.TryParse(given.Tokens[0].Value, out var number) && (number < least || number > most))
                given.AddError($"{name} is {least} to {most}.");
        });
        return option;
    }
}
