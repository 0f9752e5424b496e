namespace Exchange.Dossiers;

/// <summary>One thing that is wrong with a section's content.</summary>
/// <param name="Field">
/// Where, by the covenant's names: <c>bsn</c>, <c>aliases[2]</c>, <c>address.postcode</c>; empty for the content as a whole.
/// </param>
/// <param name="Description">What is wrong, in English and without the value.</param>
public sealed record ContentViolation(string Field, string Description);
