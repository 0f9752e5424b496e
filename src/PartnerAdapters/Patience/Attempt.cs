using Exchange.Dossiers;

namespace Exchange.PartnerAdapters;

/// <summary>What came of asking once.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="MayAskAgain">Whether the source certainly gave no answer and says nothing against being asked again.</param>
internal readonly record struct Attempt(SourceAnswer Answer, bool MayAskAgain = false);
