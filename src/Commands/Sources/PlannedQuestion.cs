using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A question that may be asked.</summary>
/// <param name="Source">Whom.</param>
/// <param name="Asked">What the caller may see something of, and nothing else.</param>
/// <param name="Decisions">By which articles the caller may, one for each category of <paramref name="Asked"/>.</param>
/// <param name="Subject">By which number, or null when there is not exactly one that this source may be told: then nothing is asked.</param>
internal sealed record PlannedQuestion(
    Source Source, IReadOnlyList<AskedCategory> Asked, IReadOnlyList<Decision> Decisions, ToldSubject? Subject);

/// <summary>Whom a source may be asked about.</summary>
/// <param name="Bsn">The number.</param>
/// <param name="Article">The article that lets the source learn it.</param>
internal sealed record ToldSubject(string Bsn, string Article);
