using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>Whose privacy coordinators are told of what somebody does with a case.</summary>
internal static class Overseers
{
    /// <summary>
    /// The controllers, by the covenant's names: who answers for the caller, and who answers for what the case holds, whether or not the
    /// caller gets to see that. Which they are is not for the caller to know.
    /// </summary>
    public static IEnumerable<string> Of(Admitted caller, CaseReading.Found found) => found.Sections
        .Select(section => caller.Covenant.Partners.GetValueOrDefault(section.Source)?.Controller)
        .OfType<string>()
        .Prepend(caller.Controller)
        .Distinct();
}
