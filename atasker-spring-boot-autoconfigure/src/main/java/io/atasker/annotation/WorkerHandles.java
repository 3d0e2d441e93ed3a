package io.atasker.annotation;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.atasker.worker.BackgroundWorker;

/**
 * Makes the handles of annotated workers, which are beans, by registering the workers.
 * The beans with the methods are not needed for that.
 */
final class WorkerHandles {

	private final WorkerAssembler assembler;

	private final Queue<AssembledWorker> all = new ConcurrentLinkedQueue<>();

	WorkerHandles(WorkerAssembler assembler) {
		this.assembler = assembler;
	}

	/**
	 * Makes a handle.
	 * @param worker what is declared
	 * @return the handle
	 */
	BackgroundWorker create(DeclaredWorker worker) {
		AssembledWorker assembled = this.assembler.assemble(worker);
		this.all.add(assembled);
		return assembled.handle();
	}

	/**
	 * Returns what was made.
	 * @return the workers
	 */
	List<AssembledWorker> all() {
		return List.copyOf(this.all);
	}

}
