using Impasto.Bench.Engines;

switch (args.FirstOrDefault())
{
    case "steps":
        StepBenchmark.Run(args[1..]);
        break;
    case "layers":
        LayerBenchmark.Run(args[1..]);
        break;
    case "memory":
        MemoryBenchmark.Run(args[1..]);
        break;
    case "losses":
        LossBenchmark.Run();
        break;
    case "glance":
        GlanceBenchmark.Run(args[1..]);
        break;
    case "tiles":
        TileBenchmark.Run(args[1..]);
        break;
    default:
        Console.Error.WriteLine(
            "Expected: losses alone, or steps, layers, memory, tiles or glance, then a network (vgg19, compact), a "
            + "height, a width and threads; for glance also rounds and a decoder.");
        return 2;
}

return 0;
