namespace Impasto.Video.Painting;

/// <summary>How the frames of a clip follow from each other; how one of them is painted is the recipe's.</summary>
public sealed record VideoOptions
{
    /// <summary>About half the time of the defaults: 8 steps a frame, and 4 for what is new.</summary>
    public static VideoOptions Quick { get; } = new() { Steps = 8, CoarseSteps = 4 };

    /// <summary>
    /// Steps of each frame after the first of a shot, which begins from the last result. Default: 18. Range: 1 to 1000.
    /// </summary>
    public int Steps { get; init; } = 18;

    /// <summary>
    /// Steps at half the size, before those, for what is new in a frame. Default: 10. Range: 0 (none) to 1000.
    /// </summary>
    public int CoarseSteps { get; init; } = 10;

    /// <summary>
    /// Weight of the distance to the earlier results, in units of the loss that the shot's first frame ends with.
    /// Default: 200. Range: 0 to 1000000.
    /// </summary>
    public double TemporalWeight { get; init; } = 200;

    /// <summary>
    /// Longer side in pixels at which motion is looked for, at most. Default: 1024. Range: 32 to 4096.
    /// </summary>
    public int FlowSide { get; init; } = 1024;

    /// <summary>Whether what does not change keeps its bits. Default: it does.</summary>
    public bool KeepsStill { get; init; } = true;

    /// <summary>
    /// How often each shot is painted: 2 goes back from its last frame, 3 forward again, and so on. A thing that comes
    /// in at an edge gets the forms that it has later on; every pass takes the time of the frames once more. With more
    /// than one, the first frame of a shot is no longer the picture that it is by itself. Default: 1. Range: 1 to 20.
    /// </summary>
    public int Passes { get; init; } = 1;

    /// <summary>Everything that is wrong with the options; empty if they are valid.</summary>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require("frame-steps", Steps, 1, 1000);
        Require("coarse-steps", CoarseSteps, 0, 1000);
        Require("temporal-weight", TemporalWeight, 0, 1e6);
        Require("flow-side", FlowSide, 32, 4096);
        Require("passes", Passes, 1, 20);
        return problems;

        void Require(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                problems.Add(new OptionProblem(name, $"{value}", $"expected {least} to {most}"));
        }
    }
}
