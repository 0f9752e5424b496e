using Exchange.Gateway.Contract;

namespace Exchange.Gateway.Tests.Contract;

public sealed class VocabularyTests
{
    [Fact]
    public void Words_AreTheSameOnBothSides()
    {
        foreach (var level in Enum.GetValues<Consent.Level>().Where(l => l != Consent.Level.None))
            Assert.Equal(level.ToString(), Vocabulary.Level(level).ToString());
        foreach (var relation in Enum.GetValues<V1.Relation>().Where(r => r is not (V1.Relation.Unspecified or V1.Relation.None)))
            Assert.Equal(relation.ToString(), Vocabulary.Relation(relation).ToString());
        foreach (var state in Enum.GetValues<V1.CaseState>().Where(s => s != V1.CaseState.Unspecified))
            Assert.Equal(state.ToString(), Vocabulary.CaseState(state).ToString());
        foreach (var handling in Enum.GetValues<V1.Handling>().Where(h => h != V1.Handling.Unspecified))
            Assert.Equal(handling, Vocabulary.Handling(Vocabulary.Handling(handling)!.Value));
        foreach (var relation in Enum.GetValues<Consent.Relation>())
            Assert.Equal(relation.ToString(), Vocabulary.Relation(relation).ToString());
        foreach (var state in Enum.GetValues<Consent.CaseState>())
            Assert.Equal(state, Vocabulary.CaseState(Vocabulary.CaseState(state)));
        foreach (var state in Enum.GetValues<Dossiers.RequestState>())
        {
            Assert.Equal(state.ToString(), Vocabulary.RequestState(state).ToString());
            Assert.Equal(state, Vocabulary.RequestState(Vocabulary.RequestState(state)));
        }
        foreach (var kind in Enum.GetValues<Dossiers.NotificationKind>())
            Assert.Equal(kind.ToString(), Vocabulary.NotificationKind(kind).ToString());
        Assert.Equal(Enum.GetValues<Dossiers.NotificationKind>().Length, Enum.GetValues<V1.NotificationKind>().Length - 1);
    }

    [Fact]
    public void Words_CoverEveryStateAndRelation()
    {
        Assert.Equal(Enum.GetValues<Consent.CaseState>().Length, Enum.GetValues<V1.CaseState>().Length - 1);
        Assert.Equal(Enum.GetValues<Dossiers.RequestState>().Length, Enum.GetValues<V1.RequestState>().Length - 1);
        Assert.Equal(Enum.GetValues<Consent.Relation>().Length, Enum.GetValues<V1.Relation>().Length - 1);
    }

    [Fact]
    public void Words_OutsideTheContract_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Level(Consent.Level.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Relation(V1.Relation.Unspecified));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Relation(V1.Relation.None)); // in answers only
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.CaseState((V1.CaseState)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Handling(Consent.Handling.Embargo)); // a moment, not a handling
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.Handling((V1.Handling)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Vocabulary.RequestState(V1.RequestState.Unspecified));
        Assert.Null(Vocabulary.Handling(V1.Handling.Unspecified));
    }
}
