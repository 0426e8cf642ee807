using Impasto.Networks;

namespace Impasto.Training;

/// <summary>How a student is trained.</summary>
public sealed record DistillOptions
{
    /// <summary>The network's name, kept in its file. Default: compact.</summary>
    public string Name { get; init; } = "compact";

    /// <summary>What the teachers' licences ask to be said, kept in the file. Default: nothing.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>Weight files that together are the teacher: VGG-19, and where it ends early, the 16 times smaller encoder.</summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>Folders of pictures to learn from, searched with their subfolders.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>A network that distill has written, to begin with; null, the default, begins with an excerpt of the teacher.</summary>
    public Network? Start { get; init; }

    /// <summary>The student's widths. Default: those of the start, without one the compact network's.</summary>
    public StudentArchitecture Architecture
    {
        get => field ?? (Start is null ? StudentArchitecture.Compact : StudentArchitecture.Of(Start));
        init;
    }

    /// <summary>
    /// Steps in which only the layers up to conv3_2 learn, 0 or more: they see most of what a style is made of, and cost a
    /// part of the whole. Default 20000.
    /// </summary>
    public int EarlySteps { get; init; } = 20_000;

    /// <summary>Steps after those, in which all layers learn, at least 1. Default 4000.</summary>
    public int Steps { get; init; } = 4_000;

    /// <summary>
    /// Pictures a step, at least 3: a third from the folders, a third on their way from one of those to the style of another, and
    /// these styles. Default 12.
    /// </summary>
    public int Batch { get; init; } = 12;

    internal int Pairs => Batch / 3;

    internal int Fresh => Batch - (2 * Pairs);

    /// <summary>Side of a crop in pixels, a multiple of 16, at least 64. Default 128.</summary>
    public int Crop { get; init; } = 128;

    /// <summary>First learning rate of Adam and Muon in the early steps; it falls to a hundredth along half a cosine. Default 0.0006.</summary>
    public double EarlyLearningRate { get; init; } = 6e-4;

    /// <summary>The same for the steps after those. Default 0.0001.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Seed of the first weights, the data's order and every random change to it. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Steps between checkpoints, at least 1. Default 200.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Everything that is wrong, one sentence each; empty where nothing is.</summary>
    /// <exception cref="ImpastoException">The start was not written by distill.</exception>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        Require(Teachers.Count > 0, "Expected at least one teacher file.");
        Require(Images.Count > 0, "Expected at least one folder of pictures.");
        Require(Start is null || StudentArchitecture.Of(Start).Widths.SequenceEqual(Architecture.Widths), "Expected the widths of the network that the training begins with.");
        Require(EarlySteps >= 0, $"Expected 0 early steps or more, got {EarlySteps}.");
        Require(Steps >= 1, $"Expected at least 1 step, got {Steps}.");
        Require(Batch >= 3, $"Expected at least 3 pictures a step, got {Batch}.");
        Require(Crop >= 64 && Crop % 16 == 0, $"Expected a crop of at least 64 pixels that 16 divides, got {Crop}.");
        Require(EarlyLearningRate > 0, $"Expected an early learning rate above 0, got {EarlyLearningRate}.");
        Require(LearningRate > 0, $"Expected a learning rate above 0, got {LearningRate}.");
        Require(CheckpointEvery >= 1, $"Expected a checkpoint every step or more seldom, got {CheckpointEvery}.");
        return problems;

        void Require(bool right, string problem)
        {
            if (!right)
                problems.Add(problem);
        }
    }
}
