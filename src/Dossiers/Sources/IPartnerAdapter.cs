namespace Exchange.Dossiers;

/// <summary>
/// A partner's own system that may be asked, whatever protocol it speaks: one question, one answer, nothing kept. What may be asked
/// is decided and on the log before; what comes back is checked with <see cref="AnswerRules"/> and decided about like any section.
/// </summary>
/// <remarks>
/// What every adapter must do is in <c>tests/PartnerAdapters/Conformance</c>: answer within <see cref="SourceQuestion.AnswerWithin"/>,
/// whatever the other side does; say what went wrong as a value, and throw only when cancelled; send nothing that the question does
/// not hold; ask again only where the first question was certainly not answered.
/// </remarks>
public interface IPartnerAdapter
{
    /// <summary>Asks.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellation">Nobody waits for the answer any more.</param>
    Task<SourceAnswer> AskAsync(SourceQuestion question, CancellationToken cancellation);
}
