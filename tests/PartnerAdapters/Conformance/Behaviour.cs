namespace Exchange.PartnerAdapters.Tests.Conformance;

/// <summary>How a partner's system behaves.</summary>
public enum Behaviour
{
    /// <summary>Answers with one section of work and income: benefit <c>bijstand</c>, of March 2026, to be kept until 2099-12-31.</summary>
    Answers,

    /// <summary>Looks, and knows nothing.</summary>
    FindsNothing,

    /// <summary>Says that it does not say.</summary>
    Refuses,

    /// <summary>Answers with data of three days ago.</summary>
    AnswersFromOldData,

    /// <summary>Nobody listens.</summary>
    IsDown,

    /// <summary>Takes the question and never answers.</summary>
    Hangs,

    /// <summary>The connection breaks in the middle of the answer.</summary>
    CutsOff,

    /// <summary>Takes connections, and speaks another protocol.</summary>
    SpeaksSomethingElse,

    /// <summary>The protocol's frame around bytes that mean nothing.</summary>
    SendsGarbage,

    /// <summary>An answer that is larger than an answer may be.</summary>
    SendsTooMuch,

    /// <summary>Two sections, the second about somebody else.</summary>
    AnswersAboutAnother,

    /// <summary>A field that was not asked for.</summary>
    AnswersAnotherField,

    /// <summary>A category that was not asked for.</summary>
    AnswersAnotherCategory,

    /// <summary>A code that the covenant does not list.</summary>
    AnswersABadCode,

    /// <summary>Data of an hour from now.</summary>
    AnswersFromTheFuture,

    /// <summary>Says that it is unavailable, the first time.</summary>
    IsUnavailableOnce,

    /// <summary>Says that it is unavailable, every time.</summary>
    IsUnavailable,

    /// <summary>Answers with an error of its own.</summary>
    Fails,

    /// <summary>Its certificate ended yesterday.</summary>
    HasAnExpiredCertificate,

    /// <summary>Its certificate is another organisation's.</summary>
    IsSomebodyElse,

    /// <summary>Its certificate is for another host.</summary>
    HasAnotherName,
}
