using Impasto.Networks;
using Impasto.Training.Checkpoints;
using Impasto.Training.Optimizers;
using static TorchSharp.torch;

namespace Impasto.Training.Pools;

/// <summary>All pictures of a pool, or a group of them, with what they are moved by.</summary>
internal sealed class PoolState : IDisposable
{
    /// <summary>The pictures as they are, N x 3 x crop x crop.</summary>
    public required Tensor Pictures { get; init; }

    /// <summary>The styles that they are moved to, N x 3 x crop x crop.</summary>
    public required Tensor Styles { get; init; }

    /// <summary>Features of their contents, N x C x H x W.</summary>
    public required Tensor Contents { get; init; }

    /// <summary>Mapped Gram matrices of their styles at each style layer, N x C x C.</summary>
    public required IReadOnlyDictionary<LayerName, Tensor> Grams { get; init; }

    /// <summary>Adam's averages, N x 3 x crop x crop each.</summary>
    public required AdamMemory Memory { get; init; }

    /// <summary>How each picture is moved, N.</summary>
    public required PictureLife[] Lives { get; init; }

    /// <summary>Some of the pictures; the tensors are views of these.</summary>
    /// <param name="first">The first picture.</param>
    /// <param name="count">Number of pictures.</param>
    public PoolState Part(int first, int count) => new()
    {
        Pictures = Pictures.narrow(0, first, count),
        Styles = Styles.narrow(0, first, count),
        Contents = Contents.narrow(0, first, count),
        Grams = Grams.ToDictionary(pair => pair.Key, pair => pair.Value.narrow(0, first, count)),
        Memory = new AdamMemory(Memory.Mean.narrow(0, first, count), Memory.Square.narrow(0, first, count)),
        Lives = Lives[first..(first + count)],
    };

    /// <summary>Visits everything.</summary>
    public void Exchange(StateExchange state)
    {
        state.Visit("pool.pictures", Pictures);
        state.Visit("pool.styles", Styles);
        state.Visit("pool.content", Contents);
        state.Visit("pool.mean", Memory.Mean);
        state.Visit("pool.square", Memory.Square);
        foreach ((LayerName layer, Tensor gram) in Grams)
            state.Visit($"pool.gram.{layer}", gram);
        float[] numbers = [.. Lives.SelectMany(life => life.ToNumbers())];
        state.Visit("pool.numbers", numbers, PictureLife.Columns);
        for (int i = 0; i < Lives.Length; i++)
            Lives[i] = PictureLife.Of(numbers.AsSpan(i * PictureLife.Columns, PictureLife.Columns));
    }

    public void Dispose()
    {
        Pictures.Dispose();
        Styles.Dispose();
        Contents.Dispose();
        Memory.Dispose();
        foreach (Tensor gram in Grams.Values)
            gram.Dispose();
    }
}
