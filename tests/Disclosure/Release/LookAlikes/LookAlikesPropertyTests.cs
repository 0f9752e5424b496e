using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release.LookAlikes;

public sealed class LookAlikesPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1500);

    [Fact]
    public void Fit_EverySubsetOfWhatIsShown_FitsAtLeastKPersons() =>
        Check(question =>
        {
            var answer = question.Answer;
            if (answer.Count == 0)
                return true;
            ShownValue[] all = [.. question.Shown, .. answer];
            return Enumerable.Range(0, 1 << Math.Min(all.Length, 10)).All(subset =>
                Registers.Fitting(question.Register, [.. all.Where((_, i) => i >= 10 || (subset & (1 << i)) != 0)]) >= question.K);
        });

    [Fact]
    public void Fit_CountsWhoLookingOneByOneFinds() =>
        Check(question =>
        {
            ShownValue[] all = [.. question.Shown, .. question.Candidates.Select(c => c.At(c.Ladder.Count - 1))];
            return Disclosure.LookAlikes.Count(all, question.Population) == Registers.Fitting(question.Register, all);
        });

    [Fact]
    public void Fit_AnotherOrder_GivesTheSame() =>
        Prop.ForAll((from question in Registers.Any from seed in Gen.Choose(0, int.MaxValue) select (question, seed)).ToArbitrary(), sample =>
        {
            var (question, seed) = sample;
            var shuffled = question with
            {
                Register = [.. Shuffled(question.Register, seed)],
                Candidates = [.. Shuffled(question.Candidates, seed)],
                Shown = [.. Shuffled(question.Shown, seed)],
            };
            return question.Answer.SequenceEqual(shuffled.Answer);
        }).Check(Thorough);

    [Fact]
    public void Fit_GreaterK_NeverShowsMoreOrFiner() =>
        Check(question =>
        {
            var (less, more) = (question.Answer, (question with { K = question.K + 1 }).Answer);
            return more.All(strict => less.Any(lenient =>
                (lenient.Section, lenient.Field) == (strict.Section, strict.Field) && RungOf(question, lenient) <= RungOf(question, strict)));
        });

    [Fact]
    public void Fit_ValuesAreOfTheirLadders_OnePerFieldOfASection() =>
        Check(question => question.Answer.All(v => RungOf(question, v) >= 0)
            && question.Answer.DistinctBy(v => (v.Section, v.Field)).Count() == question.Answer.Count);

    [Fact]
    public void Fit_EverythingHoldsAtItsFinest_NothingIsTaken() =>
        Check(question =>
        {
            ShownValue[] finest = [.. question.Candidates.Select(c => c.At(0))];
            return Registers.Fitting(question.Register, [.. question.Shown, .. finest]) < question.K || question.Answer.Count == finest.Length;
        });

    // The case gets new sections during the meeting: what was shown first stays, and everything together still fits.
    [Fact]
    public void Fit_SectionsThatComeLater_StillFitWithWhatWasShown() =>
        Prop.ForAll((from question in Registers.Any from cut in Gen.Choose(0, 7) select (question, cut)).ToArbitrary(), sample =>
        {
            var (question, cut) = sample;
            var first = (question with { Shown = [], Candidates = [.. question.Candidates.Take(cut)] }).Answer;
            var later = (question with { Shown = first, Candidates = [.. question.Candidates.Skip(cut)] }).Answer;
            return first.Count + later.Count == 0 || Registers.Fitting(question.Register, [.. first, .. later]) >= question.K;
        }).Check(Thorough);

    // One partner adds any number of cases that only it feeds: nothing that others told is shown any sooner for it.
    [Fact]
    public void Fit_CasesThatOnePartnerMadeUp_ShowNothingMoreOfOtherSources() =>
        Prop.ForAll((from question in Registers.Any from made in Registers.Any select (question, made)).ToArbitrary(), sample =>
        {
            var (question, made) = sample;
            var padding = made.Register.Select(c => new Registers.RegisterCase(c.Person + 1000, [.. c.Held.Where(h => h.Source == "oov")]));
            var padded = question with { Shown = [], Register = [.. question.Register, .. padding] };
            ShownValue[] ofOthers = [.. padded.Answer.Where(v => v.Source != "oov")];
            return ofOthers.Length == 0 || Registers.Fitting(question.Register, ofOthers) >= question.K;
        }).Check(Thorough);

    private static void Check(Func<Registers.Question, bool> holds) => Prop.ForAll(Registers.Any.ToArbitrary(), holds).Check(Thorough);

    private static int RungOf(Registers.Question question, ShownValue value) =>
        question.Candidates.Single(c => (c.Section, c.Field) == (value.Section, value.Field)).Ladder.ToList().IndexOf(value.Value);

    private static IEnumerable<T> Shuffled<T>(IEnumerable<T> items, int seed)
    {
        var list = items.ToArray();
        for (var i = list.Length - 1; i > 0; i--)
        {
            seed = (int)(((long)seed * 48271) % int.MaxValue);
            var j = seed % (i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }
}
