using System.Reflection;

namespace Exchange.GrpcTests.References;

/// <summary>
/// Finds where a class of an assembly and the stand-in that it derives from or implements do not fit together:
/// an override of nothing, an abstract member left open, an interface member without implementation.
/// The runtime would refuse to load such a class.
/// </summary>
internal static class DerivationCheck
{
    private static readonly string[] EveryObject = ["ToString", "Equals", "GetHashCode", "Finalize"];

    public static IEnumerable<string> Misfits(AssemblyShape assembly, StandIns standIns) =>
        assembly.Types.Values.Where(type => !type.IsInterface).SelectMany(type => Misfits(type, assembly, standIns));

    private static IEnumerable<string> Misfits(TypeShape type, AssemblyShape assembly, StandIns standIns)
    {
        TypeShape[] own = [.. SelfAndOwnBases(type, assembly)];
        if (own[^1].Base?.Definition is { } root && StandIns.Owe(root))
        {
            TypeShape[] inherited = [.. standIns.SelfAndBases(own[^1].Base)];
            if (inherited.Length == 0)
                return [$"{type.Name} derives from {root}, which is not there"];
            return [.. WrongOverrides(type, own, inherited), .. LeftOpen(type, own, inherited), .. Unimplemented(type, own, standIns)];
        }

        return Unimplemented(type, own, standIns);
    }

    private static IEnumerable<string> WrongOverrides(TypeShape type, TypeShape[] own, TypeShape[] inherited)
    {
        if (inherited[0].IsSealed)
            yield return $"{type.Name} derives from {inherited[0].Name}, which is sealed";

        foreach (var member in type.Members.Where(member => member.ReusesSlot && !EveryObject.Contains(member.Name)))
        {
            if (own.Skip(1).SelectMany(each => each.Members).Any(each => Matches(each, member)))
                continue;
            var overridden = inherited.SelectMany(each => each.Members).FirstOrDefault(each => Matches(each, member));
            var name = $"{type.Name}::{member.Name} {member.Signature}";
            if (overridden is null)
                yield return $"{name} overrides nothing";
            else if (!overridden.IsVirtual || overridden.IsFinal)
                yield return $"{name} overrides a member that is not virtual";
            else if (FromOutside(overridden.Access) != member.Access)
                yield return $"{name} is {member.Access}, what it overrides is {overridden.Access}";
            else if (overridden.Constraints != member.Constraints)
                yield return $"{name} has constraints {member.Constraints}, what it overrides has {overridden.Constraints}";
        }
    }

    private static IEnumerable<string> LeftOpen(TypeShape type, TypeShape[] own, TypeShape[] inherited)
    {
        if (type.IsAbstract)
            yield break;

        foreach (var member in inherited.SelectMany(each => each.Members).Where(member => member.IsAbstract))
        {
            if (!own.SelectMany(each => each.Members).Any(each => each.ReusesSlot && !each.IsAbstract && Matches(each, member)))
                yield return $"{type.Name} leaves {member.Name} {member.Signature} abstract";
        }
    }

    private static IEnumerable<string> Unimplemented(TypeShape type, TypeShape[] own, StandIns standIns)
    {
        foreach (var implemented in type.Interfaces.Where(each => each.Definition is { } name && StandIns.Owe(name)))
        {
            if (standIns.Find(implemented.Definition!) is not { IsInterface: true } contract)
            {
                yield return $"{type.Name} implements {implemented.Definition}, which is not an interface";
                continue;
            }

            foreach (var member in contract.Members.Where(member => member.IsAbstract))
            {
                var wanted = member with { Signature = implemented.FillIn(member.Signature) };
                var byName = own.SelectMany(each => each.Members)
                    .Any(each => each.IsVirtual && each.Access is MethodAttributes.Public && Matches(each, wanted));
                var explicitly = own.Any(each =>
                    each.ExplicitlyImplements.Contains($"{implemented.Definition}::{member.Name} {member.Signature}"));
                if (!byName && !explicitly)
                    yield return $"{type.Name} does not implement {implemented.Definition}::{member.Name} {member.Signature}";
            }
        }
    }

    private static bool Matches(MemberShape one, MemberShape other) => one.Name == other.Name && one.Signature == other.Signature;

    // Seen from another assembly, "protected internal" is "protected".
    private static MethodAttributes FromOutside(MethodAttributes access) =>
        access is MethodAttributes.FamORAssem ? MethodAttributes.Family : access;

    private static IEnumerable<TypeShape> SelfAndOwnBases(TypeShape type, AssemblyShape assembly)
    {
        for (TypeShape? current = type; current is not null;
            current = current.Base?.Definition is { } parent ? assembly.Types.GetValueOrDefault(parent) : null)
            yield return current;
    }
}
