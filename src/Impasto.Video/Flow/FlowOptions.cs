namespace Impasto.Video.Flow;

/// <summary>How optical flow is computed. The defaults serve clips of 256 to 1024 pixels.</summary>
public sealed record FlowOptions
{
    /// <summary>
    /// The finest level of the pyramid that is searched: 0 for the picture itself, 1 for half its size. Default: 0.
    /// Range: 0 to 4. Each level more takes a quarter of the time and gives about twice the error.
    /// </summary>
    public int FinestLevel { get; init; }

    /// <summary>Distance between patches of 8 x 8 pixels. Default: 4. Range: 1 to 8.</summary>
    public int PatchDistance { get; init; } = 4;

    /// <summary>Most steps of the search for one patch. Default: 16. Range: 1 to 100.</summary>
    public int SearchSteps { get; init; } = 16;

    /// <summary>
    /// Rounds of the refinement in which its weights are computed anew. Default: 5. Range: 0 (no refinement) to 100.
    /// </summary>
    public int Refinements { get; init; } = 5;

    /// <summary>Sweeps of the solver in each round of the refinement. Default: 5. Range: 1 to 100.</summary>
    public int Sweeps { get; init; } = 5;

    /// <summary>Weight delta of equal brightness. Default: 5. Range: 0 to 1000.</summary>
    public double BrightnessWeight { get; init; } = 5;

    /// <summary>Weight gamma of equal gradients. Default: 10. Range: 0 to 1000.</summary>
    public double GradientWeight { get; init; } = 10;

    /// <summary>Weight alpha of smoothness. Default: 20. Range: above 0 to 1000.</summary>
    public double Smoothness { get; init; } = 20;

    /// <summary>Everything that is wrong with the options; empty if they are valid.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require("finest-level", FinestLevel, 0, 4);
        Require("patch-distance", PatchDistance, 1, 8);
        Require("search-steps", SearchSteps, 1, 100);
        Require("refinements", Refinements, 0, 100);
        Require("sweeps", Sweeps, 1, 100);
        Require("brightness-weight", BrightnessWeight, 0, 1000);
        Require("gradient-weight", GradientWeight, 0, 1000);
        Require("smoothness", Smoothness, 1e-6, 1000);
        return problems;

        void Require(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                problems.Add(new OptionProblem(name, $"{value}", $"expected {least} to {most}"));
        }
    }
}
