namespace Impasto.Bench.Compare;

/// <summary>How a call of the program is run and compared.</summary>
internal enum CallMode
{
    /// <summary>It runs to its end.</summary>
    Plain,

    /// <summary>It is killed as soon as it has reported a step.</summary>
    Kill,

    /// <summary>It receives Ctrl+C as soon as it has reported a step.</summary>
    Interrupt,

    /// <summary>Its steps are timed by its trace, without the first ones.</summary>
    Step,

    /// <summary>The whole call is timed, from start to exit.</summary>
    Whole,

    /// <summary>Its peak of memory is compared with its plan.</summary>
    Memory,
}
