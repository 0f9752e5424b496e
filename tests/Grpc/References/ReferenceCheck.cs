namespace Exchange.GrpcTests.References;

/// <summary>Finds what an assembly refers to and the stand-ins do not offer.</summary>
internal static class ReferenceCheck
{
    public static IEnumerable<string> Missing(AssemblyShape assembly, StandIns standIns)
    {
        var bases = assembly.Types.Values.SelectMany(type => standIns.SelfAndBases(type.Base)).Select(type => type.Name).ToHashSet();
        foreach (var type in assembly.ReferredTypes.Where(StandIns.Owe))
        {
            var isVisible = standIns.Find(type) is { } found
                && (found.IsPublic || (found.IsProtected && bases.Contains(type[..type.LastIndexOf('/')])));
            if (!isVisible)
                yield return $"no public type {type}";
        }

        foreach (var (type, reference) in assembly.ReferredMembers.Where(reference => StandIns.Owe(reference.Type)))
        {
            if (standIns.Find(type, reference) is not { } found)
                yield return $"no member {type}::{reference.Name} {reference.Signature}";
            else if (!found.IsVisibleTo(derivedClass: bases.Contains(type)))
                yield return $"not accessible: {type}::{reference.Name}";
        }
    }
}
