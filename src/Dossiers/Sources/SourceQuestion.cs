using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>A question to a partner's system: the least that it can be answered with.</summary>
/// <param name="Id">The question, random (<see cref="RandomId"/>); stands on the log and goes with it.</param>
/// <param name="Bsn">The person: nine digits.</param>
/// <param name="Asked">What is asked for: at least one category, each once.</param>
/// <param name="AnswerWithin">How long the answer is waited for, everything included.</param>
public sealed record SourceQuestion(string Id, string Bsn, IReadOnlyList<AskedCategory> Asked, TimeSpan AnswerWithin);

/// <summary>A category that is asked for, and what of it.</summary>
/// <param name="Rule">The category under the covenant that decides.</param>
/// <param name="Fields">The names of the fields, at least one, in ordinal order.</param>
public sealed record AskedCategory(CategoryRule Rule, IReadOnlyList<string> Fields);
