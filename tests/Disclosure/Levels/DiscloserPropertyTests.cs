using Exchange.Consent;
using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Levels;

public sealed class DiscloserPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly AgeBandValue[] CoarseAges = [new(0, 17), new(18, 29), new(30, 49), new(50, null)];
    private static readonly string[] CoarseAreas = ["binnen het werkgebied", "elders"];

    [Fact]
    public void Apply_LowerLevel_NeverShowsAFieldThatAHigherOneDoesNot() =>
        Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
        {
            var fields = new[] { Level.Existence, Level.Anonymised, Level.Pseudonymised, Level.Full }
                .Select(level => Apply(sample.Rule, level, sample.Content).Fields.Keys.ToHashSet())
                .ToList();
            return fields[0].Count == 0 && fields[0].IsSubsetOf(fields[1]) && fields[1].IsSubsetOf(fields[2]) && fields[2].IsSubsetOf(fields[3]);
        }).Check(Thorough);

    [Fact]
    public void Apply_Full_IsWhatWasContributed() =>
        Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
            Apply(sample.Rule, Level.Full, sample.Content).ToBytes().SequenceEqual(sample.Content.ToBytes())).Check(Thorough);

    [Fact]
    public void Apply_Anonymised_HoldsNothingButCoarseClassesAndListedCodes() =>
        Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
            Apply(sample.Rule, Level.Anonymised, sample.Content).Fields.All(field => field.Value switch
            {
                AgeBandValue band => CoarseAges.Contains(band),
                DistrictValue area => CoarseAreas.Contains(area.Name),
                TextValue text => sample.Rule.Fields[field.Key] is { Type: FieldType.Code } rule && rule.Values.Contains(text.Text),
                _ => false,
            })).Check(Thorough);

    [Fact]
    public void Apply_Pseudonymised_HoldsNoTextOfTheContributorAndNoDay() =>
        Prop.ForAll(Contents.Any.ToArbitrary(), sample =>
            Apply(sample.Rule, Level.Pseudonymised, sample.Content).Fields.All(field => field.Value switch
            {
                AgeBandValue => true,
                CountValue count => count.Count == ((PersonsValue)sample.Content.Fields[field.Key]).Persons.Count,
                DateValue date => date.Date.Day is null && (date.Date.Month is null || field.Key == "month"),
                DistrictValue area => area.Name == "elders" || Covenants.Sample.Districts.Any(d => d.Name == area.Name),
                TextValue text => sample.Rule.Fields[field.Key] is { Type: FieldType.Code } rule && rule.Values.Contains(text.Text),
                _ => false,
            })).Check(Thorough);

    [Fact]
    public void Apply_Anonymised_ContentsOfTheSameClassesAreTheSame() =>
        Prop.ForAll(Contents.Alike.ToArbitrary(), sample =>
        {
            var one = Apply(sample.Rule, Level.Anonymised, sample.One);
            var other = Apply(sample.Rule, Level.Anonymised, sample.Other);
            return one.Fields.SequenceEqual(other.Fields);
        }).Check(Thorough);

    private static SectionContent Apply(CategoryRule rule, Level level, SectionContent content) =>
        Discloser.Apply(rule, level, content, Contents.Day, Covenants.Sample.Districts);
}
