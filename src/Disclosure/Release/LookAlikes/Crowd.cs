using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>Whom the values of one case may fit, and how many of them must, in one meeting.</summary>
/// <param name="Population">The people of the reference population, without the subject.</param>
/// <param name="K">How many people must fit.</param>
/// <param name="Seen">
/// The sections of which somebody at the meeting may see something anonymised. Values of others are shown to nobody, and would only use up
/// what may be shown.
/// </param>
public sealed record Crowd(Population Population, int K, IReadOnlySet<SectionId> Seen);
