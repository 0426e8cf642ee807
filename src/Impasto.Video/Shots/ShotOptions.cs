namespace Impasto.Video.Shots;

/// <summary>How cuts are found.</summary>
public sealed record ShotOptions
{
    /// <summary>Least change from one frame to the next, in levels of 255. Default: 15. Range: 1 to 255.</summary>
    public double Threshold { get; init; } = 15;

    /// <summary>
    /// Least change as a multiple of the mean change around, so that quick motion is not a cut. Default: 3. Range: 1 to
    /// 100.
    /// </summary>
    public double Ratio { get; init; } = 3;

    /// <summary>
    /// How many frames before and after are looked at. What lasts less, such as a flash, is not a shot. Default: 3.
    /// Range: 1 to 30.
    /// </summary>
    public int Window { get; init; } = 3;

    /// <summary>Everything that is wrong with the options; empty if they are valid.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require("threshold", Threshold, 1, 255);
        Require("ratio", Ratio, 1, 100);
        Require("window", Window, 1, 30);
        return problems;

        void Require(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                problems.Add(new OptionProblem(name, $"{value}", $"expected {least} to {most}"));
        }
    }
}
