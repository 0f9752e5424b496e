namespace Exchange.Consent;

/// <summary>
/// The life of a case: <c>signal → weighed → declined | active ⇄ onHold → closed → destroyed</c>.
/// </summary>
public enum CaseState : byte
{
    /// <summary>Reported, not yet weighed; exists only for the Meldpunt and for the Voorportaal that has it on its agenda.</summary>
    Signal = 0,

    /// <summary>Weighed by the Voorportaal.</summary>
    Weighed = 1,

    /// <summary>Weighed, and not taken up.</summary>
    Declined = 2,

    /// <summary>Taken up: the partners work on it.</summary>
    Active = 3,

    /// <summary>Paused.</summary>
    OnHold = 4,

    /// <summary>Ended; waits for its retention date.</summary>
    Closed = 5,

    /// <summary>Its keys are gone. Nothing is ever released.</summary>
    Destroyed = 6,
}
