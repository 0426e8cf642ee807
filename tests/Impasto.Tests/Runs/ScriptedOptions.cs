using Impasto.Checkpoints;
using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Tests.Runs;

/// <summary>An optimiser whose losses and points a test writes down; it keeps one vector.</summary>
/// <param name="Moves">Loss and point of each step, in order, whatever optimiser takes it.</param>
internal sealed record ScriptedOptions(Queue<(double Loss, float Point)> Moves) : OptimizerOptions
{
    public override string Name => "scripted";

    /// <summary>What the optimisers were made with, in order.</summary>
    public List<OptimizerRoom> Rooms { get; } = [];

    /// <summary>Whether optimisers say that they are at rest.</summary>
    public bool Rests { get; set; }

    /// <summary>Whether optimisers show their vector, filled with 0.25, instead of the point.</summary>
    public bool Averages { get; init; }

    public override IOptimizer Create(OptimizerRoom room)
    {
        Rooms.Add(room);
        return new Scripted(this, room.Vector());
    }

    public override double VectorsFor(int steps) => 1;

    private sealed class Scripted(ScriptedOptions script, PixelBuffer vector) : IOptimizer
    {
        public bool IsAtRest => script.Rests;

        public PixelBuffer? Average => script.Averages ? vector : null;

        public LossValue Step(IObjective objective, PixelBuffer point)
        {
            (double loss, float value) = script.Moves.Dequeue();
            Fill(point, value);
            Fill(vector, 0.25f);
            return loss;
        }

        public void Exchange(CheckpointState state) => state.Values("vector", vector);

        private static void Fill(PixelBuffer buffer, float value) =>
            buffer.Write(0, [.. Enumerable.Repeat(value, (int)buffer.Length)]);
    }
}
