using Impasto.Networks;

namespace Impasto.Training;

/// <summary>How a compact network is trained. Two options are equal when all their values are.</summary>
public sealed record DistillOptions
{
    private readonly StudentArchitecture? _architecture;

    /// <summary>The network's name, kept in its file. Default: compact.</summary>
    public string Name { get; init; } = "compact";

    /// <summary>The credits that the teachers' licences require; kept in the network's file. Default: empty.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>
    /// Weight files that together are the teacher: VGG-19, or a part of it and the 16 times smaller encoder of
    /// Collaborative Distillation for the layers behind it. At least one. Default: none.
    /// </summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>
    /// Folders of pictures to learn from, searched with their subfolders. At least one. Default: none.
    /// </summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>
    /// A network that a distillation wrote, to train further. Default null: begin as an excerpt of the teacher.
    /// </summary>
    public Network? Start { get; init; }

    /// <summary>
    /// The student's widths. Default: those of <see cref="Start"/>, or the compact network's without one.
    /// </summary>
    public StudentArchitecture Architecture
    {
        get => _architecture ?? (Start is null ? StudentArchitecture.Compact : StudentArchitecture.Of(Start));
        init => _architecture = value;
    }

    /// <summary>
    /// First steps, in which only the layers up to conv3_2 learn, 0 or more. These layers see most of a style, and a
    /// step without the others costs less. Default 20000.
    /// </summary>
    public int EarlySteps { get; init; } = 20_000;

    /// <summary>Steps after those, in which all layers learn, 1 or more. Default 4000.</summary>
    public int Steps { get; init; } = 4_000;

    /// <summary>
    /// Pictures a step, 3 or more: a third crops of the folders' pictures, a third pictures that the student is moving
    /// to another's style, and a third these styles. Default 12.
    /// </summary>
    public int Batch { get; init; } = 12;

    /// <summary>Side of a crop in pixels, a multiple of 16, 64 or more. Default 128.</summary>
    public int Crop { get; init; } = 128;

    /// <summary>
    /// Highest learning rate of Adam and Muon in the early steps, above 0; it falls to a hundredth along half a cosine.
    /// Default 0.0006.
    /// </summary>
    public double EarlyLearningRate { get; init; } = 6e-4;

    /// <summary>Highest learning rate in the steps after those, above 0; it falls likewise. Default 0.0001.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>
    /// Seed of the first weights, the order of the pictures and every random change to them. Default 0.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Steps from one checkpoint to the next, 1 or more. Default 200.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Pictures of a step that the student moves.</summary>
    internal int Pairs => Batch / 3;

    /// <summary>Pictures of a step that come from the folders.</summary>
    internal int Fresh => Batch - (2 * Pairs);

    // Everything but the lists, which compare by reference, and the network.
    private (string, string, string?, StudentArchitecture?, int, int, int, int, double, double, int, int) Scalars => (
        Name, Attribution, Start?.Sha256, _architecture, EarlySteps, Steps, Batch, Crop, EarlyLearningRate,
        LearningRate, Seed, CheckpointEvery);

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    /// <exception cref="WeightsException"><see cref="Start"/> was not written by a distillation.</exception>
    public IReadOnlyList<OptionProblem> Validate()
    {
        List<OptionProblem> problems = [];
        Require(Teachers.Count > 0, "teacher", null, "expected at least one weight file");
        Require(Images.Count > 0, "images", null, "expected at least one folder");
        Require(
            Start is null || StudentArchitecture.Of(Start).Equals(Architecture), "widths", Architecture,
            "expected those of the network that the training begins with");
        Require(EarlySteps >= 0, "early-steps", EarlySteps, "expected 0 or more");
        Require(Steps >= 1, "steps", Steps, "expected 1 or more");
        Require(Batch >= 3, "batch", Batch, "expected 3 pictures or more");
        Require(Crop >= 64 && Crop % 16 == 0, "crop", Crop, "expected a multiple of 16, 64 or more");
        Require(EarlyLearningRate > 0, "early-learning-rate", EarlyLearningRate, "expected a number above 0");
        Require(LearningRate > 0, "learning-rate", LearningRate, "expected a number above 0");
        Require(CheckpointEvery >= 1, "checkpoint-every", CheckpointEvery, "expected 1 or more");
        return problems;

        void Require(bool right, string option, object? value, string problem)
        {
            if (!right)
                problems.Add(new OptionProblem(option, value?.ToString(), problem));
        }
    }

    /// <inheritdoc/>
    public bool Equals(DistillOptions? other) => other is not null && Scalars.Equals(other.Scalars)
        && Teachers.SequenceEqual(other.Teachers, StringComparer.Ordinal)
        && Images.SequenceEqual(other.Images, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Scalars.GetHashCode();
}
