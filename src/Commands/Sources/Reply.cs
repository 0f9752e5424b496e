using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What came of a question, checked.</summary>
/// <param name="Source">The source.</param>
/// <param name="Question">The question that was sent, or empty when none was.</param>
/// <param name="State">What the caller is told.</param>
/// <param name="Fault">Why there is no answer, or null.</param>
/// <param name="Age">How old the data are, when there is an answer.</param>
/// <param name="Sections">What it says.</param>
internal sealed record Reply(
    string Source, string Question, SourceState State, SourceFault? Fault, TimeSpan? Age, IReadOnlyList<SourceSection> Sections)
{
    /// <summary>Takes an answer that has passed <see cref="AnswerRules"/>.</summary>
    public static Reply Of(Source source, string question, SourceAnswer answer, DateTimeOffset now)
    {
        switch (answer)
        {
            case SourceAnswer.Given given:
                var age = now > given.AsOf ? now - given.AsOf : TimeSpan.Zero;
                return new Reply(source.Partner, question, age > source.FreshFor ? SourceState.Stale : SourceState.Ok, null, age, given.Sections);
            case SourceAnswer.Refused:
                return new Reply(source.Partner, question, SourceState.Refused, null, null, []);
            case SourceAnswer.Malformed malformed:
                return new Reply(source.Partner, question, SourceState.Malformed, malformed.Fault, null, []);
            default:
                return Unavailable(source, question, answer is SourceAnswer.Unavailable unavailable ? unavailable.Fault : SourceFault.AdapterFault);
        }
    }

    /// <summary>No answer.</summary>
    public static Reply Unavailable(Source source, string question, SourceFault fault) =>
        new(source.Partner, question, SourceState.Unavailable, fault, null, []);

    /// <summary>As the caller is told.</summary>
    public AskedSource ToPage() => new(Source, State, Age);

    /// <summary>As the log says that the caller was told.</summary>
    public SourceTold ToEntry() => new() { Source = Source, State = Word(State), Fault = FaultWord, QuestionId = Question };

    /// <summary>As the log says what came.</summary>
    public QuestionAnswered ToAnswered() => new()
    {
        Source = Source,
        QuestionId = Question,
        State = Word(State),
        Fault = FaultWord,
        AgeSeconds = (long)(Age?.TotalSeconds ?? 0),
        Sections = Sections.Count,
    };

    private string FaultWord => Fault is { } fault ? JsonNamingPolicy.SnakeCaseUpper.ConvertName(fault.ToString()) : "";

    private static string Word(SourceState state) => Consent.Words.Of(state);
}
