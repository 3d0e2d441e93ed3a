package io.atasker.compatibility

import io.atasker.annotation.IntervalWorker
import io.atasker.annotation.QueueWorker
import kotlinx.coroutines.delay
import org.springframework.stereotype.Component

/** Suspending functions run on an event loop and take no thread while they wait. */
@Component("suspending")
internal class SuspendingJobs(private val jobs: Jobs) {

    @IntervalWorker("20ms")
    suspend fun suspending() {
        delay(5)
        jobs.done.add("suspending")
    }

    @QueueWorker
    suspend fun suspendingItems(item: String) {
        delay(5)
        jobs.done.add("suspendingItems".takeIf { item == "text" } ?: "wrong item $item")
    }
}
