namespace Exchange.Dossiers;

/// <summary>What of a case is seen anonymised in one meeting, as it is kept.</summary>
/// <param name="Number">How often something was added to it, from 1.</param>
/// <param name="Values">Everything that is left of the case, under the case's key; see <c>Exchange.Keys.CaseCipher</c>.</param>
public sealed record FrozenView(int Number, ReadOnlyMemory<byte> Values);
